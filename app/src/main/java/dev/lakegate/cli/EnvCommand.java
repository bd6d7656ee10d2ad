package dev.lakegate.cli;

import dev.lakegate.clients.ClientEnvironment;
import dev.lakegate.clients.ClientEnvironment.Shell;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.UnknownRoute;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "The environment variables by which clients use a route: eval \"$(lakegate env)\".")
final class EnvCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "ROUTE", description = "Needed where several are configured.")
    private @Nullable String route;

    @Option(names = "--shell", description = "One of: ${COMPLETION-CANDIDATES}.", defaultValue = "sh")
    private Shell shell = Shell.SH;

    EnvCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        Map<String, Integer> ports = ports();
        String name = chosen(List.copyOf(ports.keySet()));
        ClientEnvironment variables = new ClientEnvironment(
                ports.getOrDefault(name, 0),
                new LocalKeys(context.locations().stateFolder().resolve("keys")).of(new RouteName(name)),
                Optional.ofNullable(context.environment().get("NO_PROXY")));
        context.out().print(variables.in(shell));
        context.out().flush();
        return ExitStatus.DONE.number();
    }

    /// The running program's ports, which flags may have moved; without one, those of the configuration.
    private Map<String, Integer> ports() throws ProblemException, Refusal {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ControlClient running = context.running();
        if (running.isRunning()) {
            running.status()
                    .profiles()
                    .forEach(profile -> profile.routes().forEach(known -> ports.put(known.name(), known.port())));
        } else {
            context.configuration()
                    .routes()
                    .forEach(known -> ports.put(known.name().value(), known.port()));
        }
        return ports;
    }

    private String chosen(List<String> known) throws ProblemException {
        if (route == null && known.size() == 1) {
            return known.getFirst();
        }
        if (route == null || !known.contains(route)) {
            throw new ProblemException(new UnknownRoute(route == null ? "" : route, known));
        }
        return route;
    }
}
