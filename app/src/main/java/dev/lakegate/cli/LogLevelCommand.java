package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import dev.lakegate.telemetry.LogLevel;
import dev.lakegate.telemetry.Logs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "log-level",
        mixinStandardHelpOptions = true,
        description = "Have the running program log more or less, until it ends. No level makes it log a secret.")
final class LogLevelCommand implements Callable<Integer> {
    private static final String EVERYTHING = "all";

    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "LEVEL",
            description = "${COMPLETION-CANDIDATES}; the last is what the program starts with.")
    private LogLevel level = LogLevel.DEFAULT;

    @Parameters(
            index = "1",
            paramLabel = "LOGGER",
            arity = "0..1",
            description =
                    "Lakegate's own unless named, as org.eclipse.jetty; 'all' for everything without a level of its own.")
    private String logger = Logs.OURS;

    LogLevelCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        boolean all = logger.equals(EVERYTHING);
        context.running().logAt(all ? "" : logger, level);
        context.out()
                .println((all ? "Everything" : logger) + " logs at '" + level + "' until the program ends, into "
                        + context.locations().stateFolder().resolve("log").resolve("lakegate.0.log") + ".");
        return ExitStatus.DONE.number();
    }
}
