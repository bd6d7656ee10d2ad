package dev.lakegate;

import dev.lakegate.config.Locations;
import dev.lakegate.session.ControlClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What `packaging/build` trains the image's AOT cache on: the desktop app, which is the program of
/// `lakegate run` with more, and beside it, in the same process, the commands whose lines come on
/// standard input. A cache is good for what one process has done, and commands are processes of
/// their own.
final class Rehearsal {
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// A second start, which has the first show its window.
    private static final String SECOND_START = "again";

    private Rehearsal() {}

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("rehearsal").start(Rehearsal::commands);
        Main.main(new String[] {"--hidden"});
    }

    private static void commands() {
        ControlClient running =
                new ControlClient(Version.current(), Locations.ofThisProcess().socketFile(), _ -> {});
        while (!running.isRunning()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        var _ = Main.execute("status");
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
