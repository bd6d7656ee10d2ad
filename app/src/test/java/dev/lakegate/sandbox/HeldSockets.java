package dev.lakegate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Ends of TCP connections that some process of this machine still has, by `/proc/net/tcp` (proc(5)). Of a process's
/// descriptors they are those that one test can speak of: of all of them others come and go, by what other tests have
/// left running.
public final class HeldSockets {
    private static final String LISTENS = "0A";
    private static final String NOBODY = "0";
    private static final int INODE = 9;

    private HeldSockets() {}

    /// What a server has accepted at the port and not closed yet.
    public static long acceptedAt(int port) throws IOException {
        return all().stream().filter(held -> held.local() == port).count();
    }

    /// Both ends of a connection, where both are on this machine.
    public static long atOrTo(List<Integer> ports) throws IOException {
        return all().stream()
                .filter(held -> ports.contains(held.local()) || ports.contains(held.remote()))
                .count();
    }

    private static List<Held> all() throws IOException {
        List<Held> all = new ArrayList<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            List<String> lines = Files.readAllLines(Path.of(table));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (!fields[INODE].equals(NOBODY) && !fields[3].equals(LISTENS)) {
                    all.add(new Held(portOf(fields[1]), portOf(fields[2])));
                }
            }
        }
        return all;
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    private record Held(int local, int remote) {}
}
