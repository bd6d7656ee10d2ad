package dev.lakegate.config.outbound;

import dev.lakegate.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// An HTTP proxy by which calls leave this machine, through tunnels (`CONNECT`, RFC 9110 §9.3.6): it learns
/// which hosts are called and sees nothing but TLS.
///
/// @param host     a name, or an address without brackets
/// @param user     what it wants to know of its clients (Basic, RFC 7617); empty when it lets everybody through
/// @param password empty when it is the empty one
public record OutboundProxy(String host, int port, Optional<String> user, Optional<Secret> password) {
    private static final int HTTP = 80;

    public OutboundProxy {
        if (host.isBlank() || host.contains("[") || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no proxy is at such an address");
        }
        if (user.isPresent() && (user.get().isEmpty() || user.get().contains(":"))) {
            throw new IllegalArgumentException("RFC 7617 §2: no such user can be told");
        }
        if (password.isPresent() && user.isEmpty()) {
            throw new IllegalArgumentException("a password is somebody's");
        }
    }

    /// What was to be the address of a proxy; it may hold a password and is not repeated.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Of `http://user:password@host:port`, as variables have it: user and password percent-encoded, the scheme
    /// and all but the host may be missing.
    public static OutboundProxy parse(String address) throws Malformed {
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            if (!"http".equalsIgnoreCase(uri.getScheme())
                    || uri.getHost() == null
                    || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw new Malformed();
            }
            String[] userInfo = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return new OutboundProxy(
                    uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT),
                    uri.getPort() < 0 ? HTTP : uri.getPort(),
                    userInfo.length == 0 ? Optional.empty() : Optional.of(decoded(userInfo[0])),
                    userInfo.length < 2 || userInfo[1].isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Secret(decoded(userInfo[1]))));
        } catch (URISyntaxException | IllegalArgumentException notOne) {
            throw new Malformed();
        }
    }

    public OutboundProxy with(Secret other) {
        return new OutboundProxy(host, port, user, Optional.of(other));
    }

    /// For people: without user and password.
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// The value of the `Proxy-Authorization` field for this proxy, and for nobody else (RFC 7617 §2).
    public Optional<Secret> authorization() {
        return user.map(name -> {
            String pair = name + ":" + password.map(Secret::reveal).orElse("");
            return new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /// A plus sign is one.
    private static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
