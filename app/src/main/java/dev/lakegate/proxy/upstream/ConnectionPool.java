package dev.lakegate.proxy.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections to one workspace's name over HTTP/1.1. The one that was used last is used next, so that
/// few are
/// kept; when even that is too old to be trusted, a new one takes its place, so that the next request does
/// not wait
/// for a handshake.
final class ConnectionPool {
    private static final int MOST = 512;

    /// The gateway closes what was idle for 65 s, perhaps under a request that is on its way.
    private static final Duration TRUSTED = Duration.ofSeconds(50);

    /// Whoever has asked nothing for so long may wait for a handshake.
    private static final Duration IN_USE = Duration.ofMinutes(10);

    private final String workspace;
    private final GatewayConnections owner;

    private final ReentrantLock lock = new ReentrantLock();
    private final FreeConnections free;
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private int open;
    private long lastUse = System.nanoTime();

    ConnectionPool(String workspace, GatewayConnections owner) {
        this.workspace = workspace;
        this.owner = owner;
        this.free = new FreeConnections(owner.selectors());
    }

    void carry(Exchange exchange) {
        GatewayConnection next;
        lock.lock();
        try {
            lastUse = System.nanoTime();
            next = free.take();
            if (next == null) {
                if (open >= MOST) {
                    waiting.add(exchange);
                    return;
                }
                open++;
            }
        } finally {
            lock.unlock();
        }
        if (next == null) {
            connect(exchange);
        } else {
            next.carry(exchange);
        }
    }

    /// Beyond the most that are kept, if need be.
    void open(@Nullable Exchange exchange) {
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
        connect(exchange);
    }

    private void connect(@Nullable Exchange exchange) {
        if (exchange != null) {
            exchange.waitsForConnection();
        }
        owner.connect(
                workspace,
                "http/1.1",
                (endPoint, _) -> new GatewayConnection(endPoint, owner, workspace, exchange),
                failure -> {
                    gone();
                    if (exchange != null) {
                        exchange.fails(failure);
                    }
                });
    }

    void free(GatewayConnection connection) {
        Exchange next;
        lock.lock();
        try {
            next = nextWaiting();
            if (next == null) {
                free.add(connection);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            connection.carry(next);
        }
    }

    void closed(GatewayConnection connection) {
        lock.lock();
        try {
            free.remove(connection);
        } finally {
            lock.unlock();
        }
        gone();
    }

    private void gone() {
        Exchange next;
        lock.lock();
        try {
            open--;
            next = nextWaiting();
            if (next != null) {
                open++;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            connect(next);
        }
    }

    /// Past those that have been given up while they waited.
    private @Nullable Exchange nextWaiting() {
        Exchange next = waiting.poll();
        while (next != null && next.isOver()) {
            next = waiting.poll();
        }
        return next;
    }

    UpstreamLoad load() {
        lock.lock();
        try {
            return new UpstreamLoad(open, free.size(), 0, 0, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    void sweep() {
        List<GatewayConnection> old;
        boolean replace;
        lock.lock();
        try {
            old = free.takeIdleFor(TRUSTED);
            replace = !old.isEmpty() && free.isEmpty() && System.nanoTime() - lastUse < IN_USE.toNanos();
        } finally {
            lock.unlock();
        }
        if (replace) {
            open(null);
        }
        old.forEach(GatewayConnection::close);
    }
}
