package dev.lakegate.config;

import dev.lakegate.model.RouteName;
import java.util.Optional;

/// One local port bound to one workspace.
///
/// @param port       on 127.0.0.1 and, where the host has it, `[::1]`
/// @param workspace  the workspace's public host name at the gateway: what the gateway's certificate must prove, sent
///                   as `Host`
/// @param credential what is sent as `Authorization`
/// @param servicePrincipal the application id of the service principal to act as; empty to act as oneself
public record Route(
        RouteName name, int port, String workspace, Credential credential, Optional<String> servicePrincipal) {

    /// What the proxy sends as `Authorization`.
    public enum Credential {
        /// A workspace token, exchanged for the identity token (RFC 8693).
        WORKSPACE,
        /// Nothing: the upstream relies on the gateway's verdict on the identity token.
        IDENTITY
    }
}
