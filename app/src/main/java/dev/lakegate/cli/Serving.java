package dev.lakegate.cli;

import dev.lakegate.cli.Starter.Started;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.StopSignals;
import dev.lakegate.telemetry.Logs;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the running program has, with a face or without.
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private Serving() {}

    /// Tells of what is not served, to whoever looks on and in the program's log, which is kept in files from now on.
    static void begin(Started started, Context context) {
        logToFiles(context);
        LOG.info(
                "Lakegate {} serves, as process {}",
                context.version(),
                ProcessHandle.current().pid());
        for (ProblemException problem : started.problems()) {
            String text = CommandLine.text(problem.problem());
            LOG.info("Not served: {}", text);
            context.err().println(text);
        }
    }

    /// Without them the program runs all the same.
    private static void logToFiles(Context context) {
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
