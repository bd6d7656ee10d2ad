package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Have the running program refuse new requests until 'lakegate resume', or until it ends. Routes keep "
                        + "listening, and requests under way go on.")
final class PauseCommand implements Callable<Integer> {
    private final Context context;

    PauseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        context.running().pause();
        context.out()
                .println("Paused: new requests are answered with the problem 'paused', those under way go on. "
                        + "Run 'lakegate resume' to go on.");
        return ExitStatus.DONE.number();
    }
}
