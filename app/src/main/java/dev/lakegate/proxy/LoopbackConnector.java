package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.ProxyThreads;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/// One route's listener on one loopback address.
final class LoopbackConnector extends ServerConnector {
    /// As long as clients of warehouses wait.
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    /// What the gateway takes is 60 KB, the tokens included.
    private static final int REQUEST_HEADER_BYTES = 48 * 1024;
    private static final int RESPONSE_HEADER_BYTES = 64 * 1024;
    private static final int OUTPUT_BYTES = 32 * 1024;

    private static final int MOST_STREAMS = 1024;
    private static final int STREAM_WINDOW_BYTES = 1 << 20;
    private static final int SESSION_WINDOW_BYTES = 8 << 20;
    /// Pings, resets and settings of a client who is this machine's own.
    private static final int MOST_CONTROLS_A_SECOND = 10_000;

    private final ProxyRoute route;
    private final Admission admission;

    LoopbackConnector(Server server, ProxyThreads threads, ProxyRoute route, InetAddress address) {
        // what is given here beside the server would be stopped with this connector
        super(server, null, null, null, 0, threads.selectors(), protocols());
        this.route = route;
        this.admission = new Admission(route.route().name(), route.route().port(), route.localKey());
        setHost(address.getHostAddress());
        setPort(route.route().port());
        setIdleTimeout(IDLE_TIMEOUT.toMillis());
        setName(route.route().name() + "@" + address.getHostAddress());
    }

    /// HTTP/1.1, and HTTP/2 for those who begin with its preface (RFC 9113 §3.3), as gRPC does.
    private static ConnectionFactory[] protocols() {
        HttpConfiguration configuration = configuration();
        HTTP2CServerConnectionFactory http2 = new PriorKnowledge(configuration);
        http2.setMaxConcurrentStreams(MOST_STREAMS);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
        http2.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
        http2.setStreamIdleTimeout(IDLE_TIMEOUT.toMillis());
        http2.setRateControlFactory(new WindowRateControl.Factory(MOST_CONTROLS_A_SECOND));
        return new ConnectionFactory[] {new HttpConnectionFactory(configuration), http2};
    }

    /// Java's own client asks every server to upgrade to `h2c`, which RFC 9113 has given up: it stays with
    /// HTTP/1.1.
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
        PriorKnowledge(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        configuration.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        configuration.setOutputBufferSize(OUTPUT_BYTES);
        // paths go up byte for byte; each decision here is made on those bytes, the gateway makes its own
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        return configuration;
    }

    ProxyRoute route() {
        return route;
    }

    Admission admission() {
        return admission;
    }

    static @Nullable String routeOf(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof LoopbackConnector connector
                ? connector.route.route().name().value()
                : null;
    }
}
