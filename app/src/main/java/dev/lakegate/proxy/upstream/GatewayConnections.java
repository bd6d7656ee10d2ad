package dev.lakegate.proxy.upstream;

import dev.lakegate.config.outbound.OutboundProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.alpn.client.ALPNClientConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Opens connections to the gateway's addresses, over TLS to a peer that proves the workspace's name, and
/// keeps those
/// over HTTP/1.1 for the exchanges to come.
final class GatewayConnections {
    /// A request may wait for its answer this long, as clients of warehouses do.
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    /// What one call whose reader has stalled may leave here.
    private static final int STREAM_WINDOW_BYTES = 1 << 20;

    private static final int SESSION_WINDOW_BYTES = 8 << 20;

    /// Of an answer.
    static final int MOST_HEADER_BYTES = 64 * 1024;

    private static final Duration SWEEP = Duration.ofSeconds(5);

    private static final Pattern GRPC = Pattern.compile("application/grpc(?!-web)", Pattern.CASE_INSENSITIVE);

    private final GatewayAddresses addresses;
    private final int port;
    private final String authority;
    private final Optional<OutboundProxy> outboundProxy;
    private final ClientConnector connector;
    private final ProxyThreads threads;
    private final HTTP2Client http2;
    private final Map<String, ConnectionPool> pools = new ConcurrentHashMap<>();
    private final Map<String, GatewaySessions> sessions = new ConcurrentHashMap<>();
    private boolean stopped;

    /// Of the gateway at these addresses.
    ///
    /// @param outboundProxy whose the addresses are, when it is by one that the gateway is reached
    GatewayConnections(
            URI gateway,
            GatewayAddresses addresses,
            Optional<OutboundProxy> outboundProxy,
            ClientConnector connector,
            ProxyThreads threads) {
        this.addresses = addresses;
        this.outboundProxy = outboundProxy;
        this.port = Upstream.port(gateway);
        this.authority = gateway.getHost() + ":" + port;
        this.connector = connector;
        this.threads = threads;
        this.http2 = http2(connector);
    }

    private static HTTP2Client http2(ClientConnector connector) {
        HTTP2Client client = new HTTP2Client(connector);
        client.setStreamIdleTimeout(IDLE_TIMEOUT.toMillis());
        client.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
        client.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
        client.setMaxRequestHeadersSize(-1);
        client.setMaxResponseHeadersSize(MOST_HEADER_BYTES);
        return client;
    }

    ProxyPool executor() {
        return threads.pool();
    }

    ByteBufferPool buffers() {
        return threads.buffers();
    }

    SharedSelectors selectors() {
        return threads.selectors();
    }

    void start() {
        sweepLater();
    }

    /// With the first connection, since TLS takes an eighth of the way to listening.
    private synchronized void makeReady() throws Exception {
        if (stopped) {
            throw new ClosedChannelException();
        }
        http2.start();
    }

    synchronized void stop() throws Exception {
        stopped = true;
        http2.stop();
    }

    private void sweepLater() {
        var _ = schedule(SWEEP, this::sweep);
    }

    /// Over a connection that is free, else over a new one.
    void carry(Exchange exchange) {
        if (isGrpc(exchange)) {
            sessions(exchange).carry(exchange);
        } else {
            pool(exchange.head().workspace()).carry(exchange);
        }
    }

    /// Past those that are free, which may have been lost together.
    void carryOverNewConnection(Exchange exchange) {
        if (isGrpc(exchange)) {
            sessions(exchange).carryOverNewConnection(exchange);
        } else {
            pool(exchange.head().workspace()).open(exchange);
        }
    }

    /// Its trailers do not survive HTTP/1.1. `grpc-web` has none.
    private static boolean isGrpc(Exchange exchange) {
        String type = exchange.head().fields().get(HttpHeader.CONTENT_TYPE);
        return type != null && GRPC.matcher(type).lookingAt();
    }

    private GatewaySessions sessions(Exchange exchange) {
        String workspace = exchange.head().workspace();
        return sessions.computeIfAbsent(
                workspace,
                name -> new GatewaySessions(
                        name, String.valueOf(exchange.head().fields().get(HttpHeader.HOST)), this, http2));
    }

    private ConnectionPool pool(String workspace) {
        return pools.computeIfAbsent(workspace, name -> new ConnectionPool(name, this));
    }

    void free(GatewayConnection connection) {
        pool(connection.workspace()).free(connection);
    }

    void closed(GatewayConnection connection) {
        pool(connection.workspace()).closed(connection);
    }

    Scheduler.Task schedule(Duration after, Runnable task) {
        return threads.scheduler().schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    UpstreamLoad load() {
        return Stream.concat(
                        pools.values().stream().map(ConnectionPool::load),
                        sessions.values().stream().map(GatewaySessions::load))
                .reduce(UpstreamLoad.NONE, UpstreamLoad::plus);
    }

    private void sweep() {
        pools.values().forEach(ConnectionPool::sweep);
        sweepLater();
    }

    /// Tries all addresses of the gateway; one of both is told, once.
    ///
    /// @param protocol as ALPN names it (RFC 7301)
    /// @param inside   makes what speaks it over the established TLS; that tells when it is ready
    void connect(String workspace, String protocol, ClientConnectionFactory inside, Consumer<Throwable> failed) {
        int near = threads.selectors().here();
        threads.blocking().execute(() -> {
            try {
                makeReady();
                int at = outboundProxy.map(OutboundProxy::port).orElse(port);
                Iterator<InetSocketAddress> found = addresses.of(workspace, at).iterator();
                new Attempt(found, near, encrypted(workspace, protocol, inside), failed).next(null);
            } catch (Exception failure) {
                failed.accept(failure);
            }
        });
    }

    /// TLS for the workspace's name and this protocol, in a tunnel through the outbound proxy where there is
    /// one.
    private ClientConnectionFactory encrypted(String workspace, String protocol, ClientConnectionFactory inside) {
        ClientConnectionFactory tls = connector.newSslClientConnectionFactory(
                null, new ALPNClientConnectionFactory(connector.getExecutor(), inside, List.of(protocol)));
        if (tls instanceof SslClientConnectionFactory checked) {
            // an answer without a length is whole only when the gateway itself has ended it (RFC 9112 §9.8)
            checked.setRequireCloseMessage(true);
            // the JDK's AES-GCM copies direct buffers piece by piece: 6.6 µs instead of 3.4 for 16 KiB
            checked.setDirectBuffersForEncryption(false);
        }
        if (outboundProxy.isEmpty()) {
            return tls;
        }
        ClientConnectionFactory tunnelled = (endPoint, context) -> {
            // the name that TLS asks for and checks; without an address, since the proxy's is not the gateway's
            context.put(
                    ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY,
                    InetSocketAddress.createUnresolved(workspace, port));
            return tls.newConnection(endPoint, context);
        };
        return (endPoint, context) ->
                new OutboundTunnel(endPoint, this, outboundProxy.get(), authority, context, tunnelled);
    }

    /// One address after the other. What the first of them failed with is told: the last may be a mere spare.
    private final class Attempt {
        private final Iterator<InetSocketAddress> left;
        private final int selector;
        private final ClientConnectionFactory connection;
        private final Consumer<Throwable> failed;

        Attempt(
                Iterator<InetSocketAddress> left,
                int selector,
                ClientConnectionFactory connection,
                Consumer<Throwable> failed) {
            this.left = left;
            this.selector = selector;
            this.connection = connection;
            this.failed = failed;
        }

        void next(@Nullable Throwable first) {
            InetSocketAddress address = left.next();
            AtomicBoolean over = new AtomicBoolean();
            Map<String, Object> context = new HashMap<>();
            context.put(Transport.CONTEXT_KEY, Transport.TCP_IP);
            context.put(ClientConnectionFactory.CONTEXT_KEY, connection);
            context.put(ClientConnector.CONNECTION_PROMISE_CONTEXT_KEY, Promise.<Connection>from(_ -> {}, failure -> {
                if (over.compareAndSet(false, true)) {
                    addresses.failed(address);
                    Throwable told = first == null ? failure : first;
                    if (left.hasNext()) {
                        next(told);
                    } else {
                        failed.accept(told);
                    }
                }
            }));
            threads.selectors().at(selector, () -> connector.connect(address, context));
        }
    }
}
