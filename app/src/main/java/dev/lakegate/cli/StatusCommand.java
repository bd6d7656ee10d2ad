package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.session.Control;
import dev.lakegate.session.Refusal;
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
        StatusReport status = context.ask(Control::status);
        if (json) {
            context.out().println(new JsonMapper().writeValueAsString(status));
        } else {
            StatusText.print(status, context.out());
        }
        if (!status.running()) {
            context.err().println(CommandLine.text(new NotRunning()));
            return ExitStatus.FAILED.number();
        }
        return (status.everybodySignedIn() ? ExitStatus.DONE : ExitStatus.SIGN_IN_NEEDED).number();
    }
}
