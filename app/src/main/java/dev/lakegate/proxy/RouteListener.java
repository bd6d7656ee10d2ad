package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.ProxyThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One local port, on each loopback address, and the route that it serves now.
public final class RouteListener {
    private final List<LoopbackConnector> connectors;
    private final ProxyThreads threads;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile ProxyRoute route;

    RouteListener(ProxyRoute route, List<LoopbackConnector> connectors, ProxyThreads threads) {
        this.route = route;
        this.connectors = List.copyOf(connectors);
        this.threads = threads;
    }

    public ProxyRoute route() {
        return route;
    }

    public int port() {
        return route.route().port();
    }

    /// Serves that route of the same port from the next request on, those of connections that are open
    /// included. What
    /// is under way goes on as the route it began with.
    public void serve(ProxyRoute other) {
        if (other.route().port() != port()) {
            throw new IllegalArgumentException("another port: " + other.route().port());
        }
        connectors.forEach(connector -> connector.serve(other));
        route = other;
    }

    /// Gives the port back, for which it blocks a moment, and closes idle connections; requests under way go
    /// on until
    /// they end.
    void close() {
        connectors.forEach(LoopbackConnector::closePort);
        threads.blocking().execute(() -> {
            connectors.forEach(LoopbackConnector::drain);
            drained.complete(null);
        });
    }

    /// Completed when the last request of a closed listener has ended.
    CompletableFuture<Void> drained() {
        return drained;
    }
}
