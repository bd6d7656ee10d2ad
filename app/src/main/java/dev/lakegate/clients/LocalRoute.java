package dev.lakegate.clients;

import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// A route as the clients on this machine need to know it.
///
/// @param port     on loopback, plain HTTP
/// @param localKey stands where clients expect a personal token; it is good on this machine alone
/// @param keyFile  owner-only, holds the local key, and follows when it is rotated
/// @param tls      for the clients that insist on https; empty where the route has no such listener
public record LocalRoute(RouteName name, int port, Secret localKey, Path keyFile, Optional<TlsPort> tls) {
    public LocalRoute {
        requirePort(port);
        keyFile = keyFile.toAbsolutePath();
    }

    /// A route's TLS listener.
    ///
    /// @param caFile in PEM, what a client has to trust to reach it
    public record TlsPort(int port, Path caFile) {
        public TlsPort {
            requirePort(port);
            caFile = caFile.toAbsolutePath();
        }
    }

    /// With the scheme, since clients take a host without one for https.
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }
}
