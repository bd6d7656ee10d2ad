package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.ProxyThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One entry, on each loopback address where it is a port, and the route that it serves now.
public final class RouteListener {
    private final Entry entry;
    private final List<RouteConnector> connectors;
    private final ProxyThreads threads;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile ProxyRoute route;

    RouteListener(Entry entry, ProxyRoute route, List<RouteConnector> connectors, ProxyThreads threads) {
        this.entry = entry;
        this.route = route;
        this.connectors = List.copyOf(connectors);
        this.threads = threads;
    }

    public ProxyRoute route() {
        return route;
    }

    public Entry entry() {
        return entry;
    }

    /// Serves that route of the same port from the next request on, those of connections that are open
    /// included. What is under way goes on as the route it began with.
    public void serve(ProxyRoute other) {
        if (!Entry.of(other.route()).contains(entry)) {
            throw new IllegalArgumentException(other.route().name() + " has another entry");
        }
        connectors.forEach(connector -> connector.listening().serve(other));
        route = other;
    }

    /// Gives the port back, for which it blocks a moment, and closes idle connections; requests under way go on
    /// until they end.
    void close() {
        connectors.forEach(RouteConnector::closeEntry);
        threads.blocking().execute(() -> {
            connectors.forEach(connector -> connector.listening().drain());
            drained.complete(null);
        });
    }

    /// Completed when the last request of a closed listener has ended.
    CompletableFuture<Void> drained() {
        return drained;
    }
}
