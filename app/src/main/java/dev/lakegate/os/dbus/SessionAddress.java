package dev.lakegate.os.dbus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the D-Bus session of this login listens: `DBUS_SESSION_BUS_ADDRESS` (D-Bus Specification,
/// *Server Addresses*), or else the socket that systemd gives every login.
public final class SessionAddress {
    private static final String VARIABLE = "DBUS_SESSION_BUS_ADDRESS";

    private SessionAddress() {}

    /// Throws when there is none, or none that Java can connect to.
    public static Path socket(Map<String, String> environment) throws NoSession {
        String addresses = environment.getOrDefault(VARIABLE, "");
        if (addresses.isBlank()) {
            return ofTheLogin(environment)
                    .orElseThrow(() -> new NoSession(
                            "there is no D-Bus session (" + VARIABLE + " is not set)" + circumstance(environment)));
        }
        return Arrays.stream(addresses.split(";", -1))
                .flatMap(SessionAddress::path)
                .findFirst()
                .orElseThrow(() -> new NoSession("the D-Bus session's address " + addresses
                        + " is not the path of a Unix socket, the only kind that Lakegate can connect to"));
    }

    private static Optional<Path> ofTheLogin(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .map(folder -> Path.of(folder, "bus"))
                .filter(Files::exists);
    }

    private static Stream<Path> path(String address) {
        if (!address.startsWith("unix:")) {
            return Stream.empty();
        }
        return Arrays.stream(address.substring("unix:".length()).split(",", -1))
                .filter(parameter -> parameter.startsWith("path="))
                .map(parameter -> parameter.substring("path=".length()))
                // percent signs alone are special here, unlike in a form
                .map(path -> Path.of(URLDecoder.decode(path.replace("+", "%2B"), UTF_8)));
    }

    private static String circumstance(Map<String, String> environment) {
        if (environment.containsKey("WSL_DISTRO_NAME")) {
            return ", as is usual in WSL unless systemd is switched on in /etc/wsl.conf";
        }
        if (environment.containsKey("SSH_CONNECTION")) {
            return ", as is usual in a login over ssh";
        }
        return ", as is usual in containers and scheduled jobs";
    }
}
