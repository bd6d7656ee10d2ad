package dev.lakegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// How much of the machine was used by what is no part of the benchmark, since this was made: beside a busy
/// neighbour even ratios mean little, as who needs more of the processor loses more.
final class Others {
    /// Of all cores; more is no quiet machine.
    private static final double QUIET = 0.1;

    private static final double TICKS_PER_SECOND = 100;

    private final long begun = System.nanoTime();
    private final long all = all();
    private final long own = own();

    /// Of all cores, from 0 to 1.
    double share() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        double theirs = (all() - all - (own() - own)) / TICKS_PER_SECOND;
        return Math.max(0, theirs / seconds / Runtime.getRuntime().availableProcessors());
    }

    /// Whether so little that figures can be compared with those of another time.
    boolean leaveQuiet() {
        return share() <= QUIET;
    }

    /// Ticks of user, nice, system and stolen time of the machine (proc_stat(5)); what interrupts take is
    /// nobody's.
    private static long all() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] times = lines.findFirst().orElseThrow().split(" +", -1);
            return Stream.of(1, 2, 3, 8)
                    .mapToLong(field -> Long.parseLong(times[field]))
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long own() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(Others::ticks)
                .sum();
    }

    /// With those of its children that have ended (proc_pid_stat(5)).
    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // the name in parentheses may have spaces
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
        } catch (IOException ended) {
            return 0;
        }
    }
}
