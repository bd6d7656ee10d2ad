package dev.lakegate.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process that listens on a TCP port of this machine. Known on Linux alone, by `/proc`, and only of this user's
/// processes, unless asked as root.
///
/// @param program its name, as `ps` tells it
public record PortHolder(long pid, String program) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    /// Empty when nobody listens there or nobody knows who.
    public static Optional<PortHolder> of(int port) {
        Set<Long> sockets = Stream.of("tcp", "tcp6")
                .flatMap(table -> listening(table, port))
                .collect(Collectors.toSet());
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return SocketHolders.of(sockets).values().stream().findFirst().map(pid -> new PortHolder(pid, name(pid)));
    }

    /// The inodes of sockets that listen on the port (proc(5)): "sl local_address rem_address st … inode".
    private static Stream<Long> listening(String table, int port) {
        String ending = ":%04X".formatted(port);
        try {
            return Files.readAllLines(PROC.resolve("net").resolve(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns ->
                            columns.length > 9 && columns[1].endsWith(ending) && columns[3].equals(LISTENING))
                    .map(columns -> Long.valueOf(columns[9]));
        } catch (IOException notLinux) {
            return Stream.empty();
        }
    }

    private static String name(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/comm")).strip();
        } catch (IOException ended) {
            return "a program that has ended";
        }
    }

    @Override
    public String toString() {
        return program + " (process " + pid + ")";
    }
}
