package dev.lakegate.proxy;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;

/// What connectors of a route have in common: the route that is served now, and an end that cuts nothing.
final class Listening {
    /// How soon the end of a closed entry's last request is noticed.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Map<EndPoint, Integer> requestsUnderWay = new ConcurrentHashMap<>();
    private final AbstractConnector connector;
    private final Function<ProxyRoute, Admission> admissions;
    private final Newcomers newcomers;
    private volatile Served served;

    /// @param admissions tells who may use a route by this connector
    Listening(
            AbstractConnector connector,
            ProxyRoute route,
            Function<ProxyRoute, Admission> admissions,
            Newcomers newcomers) {
        this.connector = connector;
        this.admissions = admissions;
        this.newcomers = newcomers;
        this.served = new Served(route, admissions.apply(route));
    }

    /// A route, and who may use it.
    record Served(ProxyRoute route, Admission admission) {}

    Served served() {
        return served;
    }

    void serve(ProxyRoute route) {
        served = new Served(route, admissions.apply(route));
    }

    void opened(EndPoint connection) {
        newcomers.opened(connection);
    }

    void closed(EndPoint connection) {
        newcomers.leaves(connection);
    }

    /// Of a request that was admitted: its connection is no newcomer any more.
    void admitted(Request request) {
        newcomers.leaves(ConnectedClient.connection(request));
    }

    /// Of a request that begins now, until it ends: its connection is not idle.
    void begins(Request request) {
        EndPoint connection = ConnectedClient.connection(request);
        requestsUnderWay.merge(connection, 1, Integer::sum);
        Request.addCompletionListener(
                request,
                _ -> requestsUnderWay.computeIfPresent(connection, (_, count) -> count == 1 ? null : count - 1));
    }

    /// Closes connections as they become idle, and stops the connector after the last one. Blocks until then,
    /// or until it is interrupted.
    void drain() {
        try {
            while (!closeIdleConnections()) {
                Thread.sleep(LOOK_AGAIN);
            }
            connector.getServer().removeConnector(connector);
            connector.stop();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("the listener " + connector.getName() + " could not be stopped", failure);
        }
    }

    /// Returns whether none is left.
    private boolean closeIdleConnections() {
        Collection<EndPoint> connections = connector.getConnectedEndPoints();
        for (EndPoint connection : connections) {
            if (!isTunnel(connection) && !requestsUnderWay.containsKey(connection)) {
                connection.close();
            }
        }
        return connections.isEmpty();
    }

    /// What counts no messages is no HTTP: the tunnel that a request has become.
    private static boolean isTunnel(EndPoint end) {
        Connection speaks = end.getConnection() instanceof SslConnection tls
                ? tls.getSslEndPoint().getConnection()
                : end.getConnection();
        return speaks != null && speaks.getMessagesIn() < 0;
    }
}
