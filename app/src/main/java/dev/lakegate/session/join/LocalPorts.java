package dev.lakegate.session.join;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The ports that routes have on this machine, and those still to be had.
public final class LocalPorts {
    private static final int FIRST = 8_701;
    private static final int LAST = 65_535;

    private final Set<Integer> taken;

    /// @param taken by routes, whether they listen or not
    public LocalPorts(Set<Integer> taken) {
        this.taken = new HashSet<>(taken);
    }

    /// The proposed one unless a route has it; else the next that no route has and that can be bound now. Blocks a
    /// moment.
    public int take(Optional<Integer> proposed) {
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
