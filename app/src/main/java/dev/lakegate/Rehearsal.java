package dev.lakegate;

import dev.lakegate.config.Locations;
import dev.lakegate.session.ControlClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What `packaging/build` trains two of the image's AOT caches on. A cache is good for what one process has
/// done: the desktop app, which is the program of `lakegate run` with more, opens its window here; and of the
/// commands, which are processes of their own, one process runs them all.
final class Rehearsal {
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// A second start, which has the first show its window.
    private static final String SECOND_START = "again";

    private Rehearsal() {}

    /// Runs what comes on standard input, a line a command, until that ends.
    ///
    /// @param arguments `commands`, or else the desktop app runs beside
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("commands")) {
            lines();
            return;
        }
        Thread.ofPlatform().daemon().name("rehearsal").start(Rehearsal::lines);
        Main.main(new String[] {"--hidden"});
    }

    private static void lines() {
        ControlClient running =
                new ControlClient(Version.current(), Locations.ofThisProcess().socketFile(), _ -> {});
        while (!running.isRunning()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        var _ = Main.execute("status"); // says that it runs
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, System.out.charset()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int status = Main.execute(line.equals(SECOND_START) ? new String[0] : line.split(" ", -1));
                System.out.println("rehearsed " + line + ": " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
