package dev.lakegate.session.join;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The ports that routes have on this machine, and those still to be had.
final class LocalPorts {
    private static final int FIRST = 8_701;
    private static final int LAST = 65_535;

    private final Set<Integer> taken;

    LocalPorts(Configuration now) {
        taken = new HashSet<>(now.routes().stream().map(Route::port).collect(Collectors.toSet()));
    }

    /// The proposed one unless a route has it; else the next that no route has and that can be bound now.
    int take(Optional<Integer> proposed) {
        int port = proposed.filter(wish -> !taken.contains(wish)).orElseGet(this::free);
        taken.add(port);
        return port;
    }

    private int free() {
        return IntStream.rangeClosed(FIRST, LAST)
                .filter(port -> !taken.contains(port) && canBeBound(port))
                .findFirst()
                // a machine without one has other troubles, which are told when the program starts
                .orElse(LAST);
    }

    private static boolean canBeBound(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
