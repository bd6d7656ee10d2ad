package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Control;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.StatusReport.OfRoute;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "routes", mixinStandardHelpOptions = true, description = "The local addresses and their workspaces.")
final class RoutesCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    RoutesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        List<OfRoute> routes = context.ask(Control::status).profiles().stream()
                .flatMap(profile -> profile.routes().stream())
                .toList();
        if (json) {
            context.out().println(new JsonMapper().writeValueAsString(routes));
        } else {
            routes.forEach(route -> context.out().println(StatusText.route(route)));
        }
        return ExitStatus.DONE.number();
    }
}
