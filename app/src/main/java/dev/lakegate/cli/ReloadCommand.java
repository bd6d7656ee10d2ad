package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.Reloaded;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Have the running program read its configuration again. No open request is cut; a configuration "
                + "with a problem changes nothing. Exit status 1 also when a route's port is taken.")
final class ReloadCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    ReloadCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        Reloaded reloaded = reloaded();
        if (json) {
            context.out().println(new JsonMapper().writeValueAsString(reloaded));
        } else {
            ReloadText.print(reloaded, context.out(), context.err());
        }
        return status(reloaded).number();
    }

    static ExitStatus status(Reloaded reloaded) {
        return reloaded.notListening().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private Reloaded reloaded() throws ProblemException, Refusal {
        try {
            return context.running().reload();
        } catch (Refusal refused) {
            context.err().println("lakegate: nothing was changed; the running program serves on as before.");
            throw refused;
        }
    }
}
