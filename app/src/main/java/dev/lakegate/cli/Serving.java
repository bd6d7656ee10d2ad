package dev.lakegate.cli;

import dev.lakegate.cli.Starter.Started;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.StopSignals;
import dev.lakegate.telemetry.Logs;
import java.io.IOException;
import java.nio.file.Path;

/// What the running program has, with a face or without.
final class Serving {
    private Serving() {}

    /// Without them the program runs all the same.
    static void logToFiles(Context context) {
        Path folder = context.locations().stateFolder().resolve("log");
        try {
            Logs.toFolder(OwnerOnly.folder(folder));
        } catch (IOException failure) {
            context.err().println("lakegate: no log is kept in " + folder + ": " + failure);
        }
    }

    /// Blocks until somebody has the program end, by a signal, a command or a click.
    static void untilToldToEnd(Started started) throws InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(started.stop()));
        } catch (IllegalStateException ending) {
            return; // told before it listened
        }
        StopSignals.handle(started.instance()::requestStop);
        started.instance().awaitStopRequest();
    }

    /// Ends it, when the requests under way have.
    static void end(Started started, Context context) {
        context.err()
                .println("lakegate: ending when the requests under way have, in 10 seconds at the latest; "
                        + "told again, at once.");
        started.drain().accept(started.instance().secondStopRequest());
        started.stop().run();
    }
}
