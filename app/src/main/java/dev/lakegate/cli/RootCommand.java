package dev.lakegate.cli;

import dev.lakegate.cli.Desktop.Shown;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AlreadyRunning;
import dev.lakegate.session.Refusal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Without a command: the desktop app, which is the program of `lakegate run` with a tray and a
/// window.
@Command(
        name = "lakegate",
        mixinStandardHelpOptions = true,
        description = {
            "Reach a Databricks workspace behind HAProxy from localhost, as yourself.",
            "Without a command: the desktop app."
        },
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage, 3 sign-in needed, 4 denied by the gateway, 5 unreachable."
        })
final class RootCommand implements Callable<Integer> {
    private final Context context;
    private final Runnable usage;

    @Option(names = "--hidden", description = "The desktop app without its window, as at login.")
    private boolean hidden;

    /// @param hidden unless it is read from the command line
    /// @param usage  prints how the program is used, where it has no desktop
    RootCommand(Context context, boolean hidden, Runnable usage) {
        this.context = context;
        this.hidden = hidden;
        this.usage = usage;
    }

    @Override
    public Integer call() throws ProblemException, Refusal, InterruptedException {
        if (context.running().isRunning()) {
            return reveal();
        }
        Desktop desktop = context.starter().desktop();
        if (!desktop.isPossible()) {
            context.err().println("lakegate: there is neither a display nor a tray here; 'lakegate run' needs none.");
            usage.run();
            return ExitStatus.WRONG_USAGE.number();
        }
        Started started;
        try {
            started = context.starter().startBeforeJoining();
        } catch (ProblemException failure) {
            if (failure.problem() instanceof AlreadyRunning && context.running().isRunning()) {
                return reveal();
            }
            throw failure;
        }
        Serving.begin(started, context);
        try (Shown _ = desktop.show(started.instance(), hidden)) {
            Serving.untilToldToEnd(started);
        }
        Serving.end(started, context);
        return ExitStatus.DONE.number();
    }

    /// The one that runs already is made to show itself; at login it need not.
    private int reveal() throws ProblemException, Refusal {
        if (!hidden) {
            var _ = context.running().reveal();
        }
        return ExitStatus.DONE.number();
    }
}
