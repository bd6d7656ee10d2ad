package dev.lakegate.gateway.policy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is the gateway's own.
///
/// @param address       the origin that people join and that their requests go to
/// @param listen        `bind` addresses, such as `:443`
/// @param certificate   PEM file with the chain and the private key, for the gateway's and all workspaces' names
/// @param admin         loopback address of health and metrics
/// @param audit         where the audit goes: `stdout`, `tcp://HOST:PORT`, or a datagram socket's path
/// @param runtimeSocket of HAProxy; at most 107 bytes
/// @param masterSocket  of HAProxy's master, by which a reload is asked for
/// @param longestStream after which a stream is ended
/// @param byDefault     what happens to a request that no rule matches
/// @param identityField that the laptops are told to send the identity token in
public record GatewaySettings(
        URI address,
        List<String> listen,
        Path certificate,
        String admin,
        String audit,
        Path runtimeSocket,
        Path masterSocket,
        Duration longestStream,
        Effect byDefault,
        Optional<String> identityField) {
    public GatewaySettings {
        listen = List.copyOf(listen);
    }

    /// What a rule, or the lack of one, does.
    public enum Effect {
        ALLOW,
        DENY,
        /// Allows even what is closed unless a policy says so: what makes tokens and secrets that work past the
        /// gateway.
        OPEN
    }
}
