package dev.lakegate.proxy;

import dev.lakegate.config.Route;
import dev.lakegate.proxy.upstream.ProxyThreads;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
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

    /// How soon the end of a closed port's last request is noticed.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Duration PORT_GIVEN_BACK = Duration.ofSeconds(5);

    private final Map<EndPoint, Integer> requestsUnderWay = new ConcurrentHashMap<>();
    private final ProxyThreads threads;
    private volatile Served served;

    LoopbackConnector(Server server, ProxyThreads threads, ProxyRoute route, InetAddress address) {
        // what is given here beside the server would be stopped with this connector
        super(server, null, null, null, 0, threads.selectors(), protocols());
        this.threads = threads;
        this.served = Served.of(route);
        setHost(address.getHostAddress());
        setPort(route.route().port());
        setIdleTimeout(IDLE_TIMEOUT.toMillis());
        // idle connections are closed by #drain; an answer that is awaited must not be taken for idleness
        setShutdownIdleTimeout(-1);
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

    /// A selector of its own occupies a thread for good; as many as without it are to be left for requests.
    @Override
    protected void doStart() throws Exception {
        threads.occupied(threads.selectors());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        threads.occupied(-threads.selectors());
    }

    /// Gives back what it has when it cannot serve.
    void abandon() {
        getServer().removeConnector(this);
        LifeCycle.stop(this);
        IO.close((ServerSocketChannel) getTransport());
    }

    /// A route, and who may use it.
    record Served(ProxyRoute route, Admission admission) {
        private static Served of(ProxyRoute route) {
            Route of = route.route();
            return new Served(route, new Admission(of.name(), of.port(), route.localKey()));
        }
    }

    Served served() {
        return served;
    }

    void serve(ProxyRoute route) {
        served = Served.of(route);
    }

    /// Of a request that begins now, until it ends: its connection is not idle.
    void begins(Request request) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        requestsUnderWay.merge(connection, 1, Integer::sum);
        Request.addCompletionListener(
                request,
                _ -> requestsUnderWay.computeIfPresent(connection, (_, count) -> count == 1 ? null : count - 1));
    }

    /// Takes no connection any more. Blocks until the operating system has the port back, so that it can be
    /// listened
    /// at again.
    void closePort() {
        var _ = Graceful.shutdown(this); // from now on answers end their connections
        IO.close((ServerSocketChannel) getTransport());
        Collection<ManagedSelector> selectors = getSelectorManager().getBeans(ManagedSelector.class);
        CountDownLatch selected = new CountDownLatch(selectors.size());
        // a channel is closed in full when its selector has selected: between one update of that and the next
        selectors.forEach(selector -> selector.submit(_ -> selector.submit(_ -> selected.countDown())));
        try {
            var _ = selected.await(PORT_GIVEN_BACK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closes connections as they become idle, and stops after the last one. Blocks until then, or until it is
    /// interrupted.
    void drain() {
        try {
            while (!closeIdleConnections()) {
                Thread.sleep(LOOK_AGAIN);
            }
            getServer().removeConnector(this);
            stop();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("the listener " + getName() + " could not be stopped", failure);
        }
    }

    /// Returns whether none is left. What counts no messages is no HTTP: the tunnel that a request has become.
    private boolean closeIdleConnections() {
        Collection<EndPoint> connections = getConnectedEndPoints();
        for (EndPoint connection : connections) {
            boolean tunnel = connection.getConnection() != null
                    && connection.getConnection().getMessagesIn() < 0;
            if (!tunnel && !requestsUnderWay.containsKey(connection)) {
                connection.close();
            }
        }
        return connections.isEmpty();
    }

    static @Nullable String routeOf(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof LoopbackConnector connector
                ? connector.served.route().route().name().value()
                : null;
    }
}
