package dev.lakegate.proxy.upstream;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.alpn.client.ALPNClientConnectionFactory;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/// Opens connections to the gateway's addresses, over TLS to a peer that proves the workspace's name, and
/// keeps those
/// over HTTP/1.1 for the exchanges to come.
final class GatewayConnections {
    /// A request may wait for its answer this long, as clients of warehouses do.
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    /// A body goes unasked when the gateway has neither asked for it nor refused it for so long (RFC 9110
    /// §10.1.1).
    private static final Duration EXPECTATION = Duration.ofSeconds(1);

    /// An answer that came before the connection was lost is read by then.
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final GatewayAddresses addresses;
    private final int port;
    private final ClientConnector connector;
    private final Executor blocking;
    private final Map<String, ConnectionPool> pools = new ConcurrentHashMap<>();

    GatewayConnections(GatewayAddresses addresses, int port, ClientConnector connector, Executor blocking) {
        this.addresses = addresses;
        this.port = port;
        this.connector = connector;
        this.blocking = blocking;
    }

    Executor executor() {
        return connector.getExecutor();
    }

    ByteBufferPool buffers() {
        return connector.getByteBufferPool();
    }

    void start() {
        connector.getScheduler().schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Over a connection that is free, else over a new one.
    void carry(Exchange exchange) {
        pool(exchange.head().workspace()).carry(exchange);
    }

    /// Past those that are free, which may have been lost together.
    void carryOverNewConnection(Exchange exchange) {
        pool(exchange.head().workspace()).open(exchange);
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

    void later(Runnable look) {
        connector.getScheduler().schedule(look, LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void afterExpectation(Runnable proceed) {
        connector.getScheduler().schedule(proceed, EXPECTATION.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        pools.values().forEach(ConnectionPool::sweep);
        start();
    }

    /// Tries all addresses of the gateway; one of both is told, once.
    ///
    /// @param protocol as ALPN names it (RFC 7301)
    /// @param inside   makes what speaks it over the established TLS; that tells when it is ready
    void connect(String workspace, String protocol, ClientConnectionFactory inside, Consumer<Throwable> failed) {
        blocking.execute(() -> {
            try {
                List<InetSocketAddress> found = addresses.of(workspace, port);
                new Attempt(found.iterator(), protocol, inside, failed).next(null);
            } catch (UnknownHostException | RuntimeException failure) {
                failed.accept(failure);
            }
        });
    }

    /// One address after the other. What the first of them failed with is told: the last may be a mere spare.
    private final class Attempt {
        private final Iterator<InetSocketAddress> left;
        private final String protocol;
        private final ClientConnectionFactory inside;
        private final Consumer<Throwable> failed;

        Attempt(
                Iterator<InetSocketAddress> left,
                String protocol,
                ClientConnectionFactory inside,
                Consumer<Throwable> failed) {
            this.left = left;
            this.protocol = protocol;
            this.inside = inside;
            this.failed = failed;
        }

        void next(@Nullable Throwable first) {
            InetSocketAddress address = left.next();
            AtomicBoolean over = new AtomicBoolean();
            Map<String, Object> context = new HashMap<>();
            context.put(Transport.CONTEXT_KEY, Transport.TCP_IP);
            context.put(
                    ClientConnectionFactory.CONTEXT_KEY,
                    connector.newSslClientConnectionFactory(
                            null, new ALPNClientConnectionFactory(connector.getExecutor(), inside, List.of(protocol))));
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
            connector.connect(address, context);
        }
    }
}
