package dev.lakegate.cli;

import dev.lakegate.clients.ClientEnvironment;
import dev.lakegate.clients.ClusterId;
import dev.lakegate.clients.LocalRoute;
import dev.lakegate.model.ClientSetupProblem.CommandNotStarted;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.io.Console;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        customSynopsis = "lakegate exec [ROUTE] [--cluster=ID] -- COMMAND...",
        description = "Run a command with the variables of 'lakegate env' set, and end as it ends.")
final class ExecCommand implements Callable<Integer> {
    private static final String DASHES = "--";

    private final Context context;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "[ROUTE] -- COMMAND",
            description = "The route where several are configured; the command and its arguments.")
    private List<String> words = List.of();

    @Option(names = "--cluster", paramLabel = "ID", description = "Sets SPARK_REMOTE too, which names a cluster.")
    private @Nullable ClusterId cluster;

    ExecCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal, InterruptedException {
        List<String> command = command();
        List<String> before = words.subList(0, words.size() - command.size());
        if (before.size() > 1) {
            throw wrong("only a route can stand before -- (not '" + String.join(" ", before) + "')");
        }
        LocalRoute route = ChosenRoute.named(context, before.isEmpty() ? null : before.getFirst());
        ClientEnvironment variables =
                ClientEnvironment.within(context.environment(), route, Optional.ofNullable(cluster));
        // At a terminal Ctrl-C reaches the command as well, which may have its own mind about it; elsewhere nobody but
        // we is told to end. Asked first: it takes Java a while, in which the command may be told to end.
        boolean atTerminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        CompletableFuture<Process> started = new CompletableFuture<>();
        // before the command can be told to end, and until the last: Ctrl-C may come at any moment
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAs(started, atTerminal)));
        try {
            Process process = start(command, variables);
            started.complete(process);
            return process.waitFor();
        } finally {
            started.cancel(false);
        }
    }

    /// What stands after the dashes; picocli itself tells what stands before them from it no more.
    private List<String> command() {
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        int dashes = all.indexOf(DASHES);
        if (dashes < 0 || dashes == all.size() - 1) {
            throw wrong("say which command after --, as in: lakegate exec -- databricks current-user me");
        }
        return all.subList(dashes + 1, all.size());
    }

    /// The variables are all that the command is given: an argument could be seen by every user of this machine.
    private Process start(List<String> command, ClientEnvironment variables) throws ProblemException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        builder.environment().putAll(variables.variables());
        try {
            return builder.start();
        } catch (IOException failure) {
            // what Java says first is which program, as we do
            String reason = String.valueOf(failure.getMessage())
                    .replaceFirst("^.*\": ", "")
                    .strip();
            throw new ProblemException(new CommandNotStarted(command.getFirst(), reason), failure);
        }
    }

    /// Once we end: with the command's status, whenever that comes; nothing when it never began.
    private static void endAs(CompletableFuture<Process> started, boolean atTerminal) {
        try {
            Process process = started.get();
            if (!atTerminal) {
                process.destroy();
            }
            Runtime.getRuntime().halt(process.waitFor());
        } catch (InterruptedException | ExecutionException | CancellationException notBegun) {
            // the problem has been told
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
