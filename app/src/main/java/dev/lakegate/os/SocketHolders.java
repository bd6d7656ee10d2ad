package dev.lakegate.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which processes hold sockets open, by `/proc/PID/fd` (proc(5)): this user's processes, and
/// everybody's for root. Known on Linux alone.
public final class SocketHolders {
    private static final Path PROC = Path.of("/proc");
    private static final String BEFORE_INODE = "socket:[";

    private SocketHolders() {}

    /// Looks through all processes, the youngest first, since they may be the first to end. Blocks for
    /// some milliseconds.
    ///
    /// @param inodes of the sockets
    /// @return the process by the socket's inode, for those that were found
    public static Map<Long, Long> of(Set<Long> inodes) {
        Map<Long, Long> holders = new HashMap<>();
        for (long pid : youngestFirst()) {
            if (holders.size() == inodes.size()) {
                break;
            }
            look(pid, inodes, holders);
        }
        return holders;
    }

    private static List<Long> youngestFirst() {
        List<Long> processes = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            all.forEach(process -> processes.add(Long.valueOf(String.valueOf(process.getFileName()))));
        } catch (IOException | DirectoryIteratorException notLinux) {
            return List.of();
        }
        processes.sort(Comparator.reverseOrder());
        return processes;
    }

    private static void look(long pid, Set<Long> inodes, Map<Long, Long> holders) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path file : open) {
                String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith(BEFORE_INODE)) {
                    long inode = Long.parseLong(target, BEFORE_INODE.length(), target.length() - 1, 10);
                    if (inodes.contains(inode)) {
                        holders.putIfAbsent(inode, pid);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException notOursOrGone) {
            // goes on with the next one
        }
    }
}
