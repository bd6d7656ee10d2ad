package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.ProxyThreads;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
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

    private final ProxyRoute route;
    private final Admission admission;

    LoopbackConnector(Server server, ProxyThreads threads, ProxyRoute route, InetAddress address) {
        // what is given here beside the server would be stopped with this connector
        super(server, null, null, null, 0, threads.selectors(), new HttpConnectionFactory(configuration()));
        this.route = route;
        this.admission = new Admission(route.route().name(), route.route().port(), route.localKey());
        setHost(address.getHostAddress());
        setPort(route.route().port());
        setIdleTimeout(IDLE_TIMEOUT.toMillis());
        setName(route.route().name() + "@" + address.getHostAddress());
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
