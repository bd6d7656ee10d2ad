package dev.lakegate.cli;

import dev.lakegate.cli.CommandLine.Context;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.ControlClient.Refusal;
import dev.lakegate.session.StatusReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Who is signed in, until when, and which routes listen. Exit status 3 when a sign-in is needed.")
final class StatusCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        StatusReport status = context.running().status();
        if (json) {
            context.out().println(new JsonMapper().writeValueAsString(status));
        } else {
            StatusText.print(status, context.out());
        }
        return (status.everybodySignedIn() ? ExitStatus.DONE : ExitStatus.SIGN_IN_NEEDED).number();
    }
}
