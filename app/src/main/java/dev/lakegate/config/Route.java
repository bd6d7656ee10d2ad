package dev.lakegate.config;

import dev.lakegate.model.RouteName;
import java.util.List;
import java.util.Optional;

/// One local port bound to one workspace.
///
/// @param port       on 127.0.0.1 and, where the host has it, `[::1]`
/// @param workspace  the workspace's public host name at the gateway: what the gateway's certificate must
///                   prove, sent as `Host`
/// @param credential what is sent as `Authorization`
/// @param servicePrincipal the application id of the service principal to act as; empty to act as oneself
/// @param tlsPort    another port, over TLS, for clients that insist on it
/// @param socket     whether the route listens on a Unix-domain socket
/// @param replayBytes the longest body that is kept, so that it can be sent once more
/// @param browserCookies names of the server's cookies that a browser gets too, on a route with
///                       [Credential#IDENTITY]
public record Route(
        RouteName name,
        int port,
        String workspace,
        Credential credential,
        Optional<String> servicePrincipal,
        Optional<Integer> tlsPort,
        Socket socket,
        int replayBytes,
        List<String> browserCookies) {
    public Route {
        browserCookies = List.copyOf(browserCookies);
    }

    /// Whether there is a Unix-domain socket.
    public enum Socket {
        NONE,
        /// Beside the ports.
        ALSO,
        /// Instead of them: nothing listens on TCP, and the port is a name alone.
        ONLY
    }

    /// Whether ports are listened on.
    public boolean hasPorts() {
        return socket != Socket.ONLY;
    }

    /// What the proxy sends as `Authorization`.
    public enum Credential {
        /// A workspace token, exchanged for the identity token (RFC 8693).
        WORKSPACE,
        /// Nothing: the upstream relies on the gateway's verdict on the identity token.
        IDENTITY
    }
}
