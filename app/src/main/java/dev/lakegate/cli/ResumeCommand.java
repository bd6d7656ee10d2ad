package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Have the running program serve again after 'lakegate pause'.")
final class ResumeCommand implements Callable<Integer> {
    private final Context context;

    ResumeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        context.running().resume();
        context.out().println("New requests are served.");
        return ExitStatus.DONE.number();
    }
}
