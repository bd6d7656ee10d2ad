package dev.lakegate.cli;

import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.databrickscfg.RouteProfile;
import dev.lakegate.clients.databrickscfg.RouteProfile.Foreign;
import dev.lakegate.clients.databrickscfg.RouteProfile.Outcome;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "configure",
        mixinStandardHelpOptions = true,
        description =
                "Write a profile that leads to a route into a client's own settings, leaving all else there alone.")
final class ConfigureCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "databricks: .databrickscfg, which its SDKs, its command line and MLflow read.")
    private ConfiguredClient client = ConfiguredClient.DATABRICKS;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ROUTE", description = "Needed where several are configured.")
    private @Nullable String route;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile's name; lakegate-ROUTE unless given.")
    private @Nullable String profile;

    @Option(names = "--remove", description = "Take the profile out again.")
    private boolean remove;

    @Option(names = "--force", description = "Also when the profile was not written by Lakegate.")
    private boolean force;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    /// Those whose settings can be written.
    enum ConfiguredClient {
        DATABRICKS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ConfigureCommand(Context context) {
        this.context = context;
    }

    /// What was done, in JSON.
    private record Report(
            String file,
            String profile,
            boolean changed,
            @Nullable String backup) {}

    @Override
    public Integer call() throws ProblemException, Refusal {
        Foreign foreign = force ? Foreign.REPLACED : Foreign.KEPT;
        LocalRoute local = ChosenRoute.named(context, route);
        RouteProfile named = switch (client) {
            case DATABRICKS -> RouteProfile.named(name(local), context.environment(), context.home());
        };
        Outcome outcome = remove ? named.remove(foreign) : named.write(local, foreign);
        if (json) {
            context.out()
                    .println(new JsonMapper()
                            .writeValueAsString(new Report(
                                    named.file().toString(),
                                    named.name(),
                                    outcome.changed(),
                                    outcome.backup().map(Object::toString).orElse(null))));
        } else {
            tell(named, outcome);
        }
        return ExitStatus.DONE.number();
    }

    private String name(LocalRoute local) {
        String name = Optional.ofNullable(profile).orElse("lakegate-" + local.name());
        if (!RouteProfile.isName(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + name + "' cannot be a profile's name: letters, digits, '.', '_' and '-', 64 at most");
        }
        return name;
    }

    private void tell(RouteProfile named, Outcome outcome) {
        String place = "the profile [" + named.name() + "] in " + named.file();
        if (!outcome.changed()) {
            context.out().println("Nothing to do: " + place + (remove ? " is not there." : " is up to date."));
            return;
        }
        context.out().println((remove ? "Removed " : "Wrote ") + place + ".");
        outcome.backup().ifPresent(backup -> context.out().println("The file as it was is kept in " + backup + "."));
        if (!remove) {
            context.out()
                    .println("Use it with --profile " + named.name() + ", or DATABRICKS_CONFIG_PROFILE=" + named.name()
                            + ".");
        }
    }
}
