package dev.lakegate.cli;

import dev.lakegate.clients.ClientEnvironment;
import dev.lakegate.clients.ClientEnvironment.Shell;
import dev.lakegate.clients.ClusterId;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
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

    @Option(names = "--cluster", paramLabel = "ID", description = "Sets SPARK_REMOTE too, which names a cluster.")
    private @Nullable ClusterId cluster;

    EnvCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal {
        ClientEnvironment variables = ClientEnvironment.within(
                context.environment(), ChosenRoute.named(context, route), Optional.ofNullable(cluster));
        context.out().print(variables.in(shell));
        context.out().flush();
        return ExitStatus.DONE.number();
    }
}
