package dev.lakegate.config.outbound;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How calls leave this machine: `[network]` of `lakegate.toml`, else what the environment says of proxies.
///
/// @param proxy   empty to call directly
/// @param caFiles PEM files of authorities that are believed beside the system's, for all profiles
public record NetworkSettings(Optional<OutboundProxy> proxy, NoProxy noProxy, List<Path> caFiles) {
    /// Directly, believing those whom the system believes.
    public static final NetworkSettings DIRECT = new NetworkSettings(Optional.empty(), NoProxy.NOBODY, List.of());

    private static final int HTTPS = 443;

    public NetworkSettings {
        caFiles = List.copyOf(caFiles);
    }

    /// The proxy by which a host is called; empty when it is called directly. This machine always is, by
    /// whatever it is literally called: a name could be made to point here.
    ///
    /// @param host a name, or an address with brackets or without
    public Optional<OutboundProxy> proxyFor(String host, int port) {
        return isThisMachine(host) || noProxy.covers(host, port) ? Optional.empty() : proxy;
    }

    /// The same for an address. Nothing but https goes through: http is for this machine alone.
    public Optional<OutboundProxy> proxyFor(URI server) {
        return "https".equals(server.getScheme()) && server.getHost() != null
                ? proxyFor(server.getHost(), server.getPort() < 0 ? HTTPS : server.getPort())
                : Optional.empty();
    }

    private static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
        return name.equals("localhost")
                || NoProxy.literal(name)
                        .filter(address -> address.isLoopbackAddress())
                        .isPresent();
    }
}
