package dev.lakegate.cli;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.cli.audit.AuditCommand;
import dev.lakegate.cli.audit.AuditDesk;
import dev.lakegate.cli.gateway.Console;
import dev.lakegate.cli.gateway.GatewayCommand;
import dev.lakegate.clients.Client;
import dev.lakegate.clients.ClusterId;
import dev.lakegate.config.Locations;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Refusal;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// `lakegate` and its commands. Whatever goes wrong is told in one place, here.
public final class CommandLine {
    private final String version;
    private final PrintStream out;
    private final PrintStream err;
    private final Context context;

    /// By name, in the order in which they are listed.
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    /// For this machine.
    ///
    /// @param environment of this process
    /// @param in          what the person types
    public CommandLine(
            String version,
            Locations locations,
            Map<String, String> environment,
            Starter starter,
            BufferedReader in,
            PrintStream out,
            PrintStream err) {
        this.version = version;
        this.out = out;
        this.err = err;
        context = new Context(version, locations, Map.copyOf(environment), starter, in, out, err);
        commands.put("run", () -> new RunCommand(context));
        commands.put("join", () -> new JoinCommand(context));
        commands.put("login", () -> new LoginCommand(context));
        commands.put("logout", () -> new LogoutCommand(context));
        commands.put("status", () -> new StatusCommand(context));
        commands.put("routes", () -> new RoutesCommand(context));
        commands.put("pause", () -> new PauseCommand(context));
        commands.put("resume", () -> new ResumeCommand(context));
        commands.put("reload", () -> new ReloadCommand(context));
        commands.put("log-level", () -> new LogLevelCommand(context));
        commands.put("env", () -> new EnvCommand(context));
        commands.put("open", () -> new OpenCommand(context));
        commands.put("exec", () -> new ExecCommand(context));
        commands.put("snippet", () -> new SnippetCommand(context));
        commands.put("configure", () -> new ConfigureCommand(context));
        commands.put("reset", () -> new ResetCommand(context));
        commands.put("autostart", () -> new AutostartCommand(context));
        commands.put("doctor", () -> new DoctorCommand(context));
        commands.put("support-bundle", () -> new SupportBundleCommand(context));
        commands.put(
                "audit",
                () -> AuditCommand.with(
                        new AuditDesk(AuditFolder.in(locations.stateFolder()), starter::auditKey, out, err)));
        commands.put("gateway", () -> GatewayCommand.with(new Console(environment, in, out, err)));
    }

    /// Returns the exit status.
    public int execute(String... arguments) {
        Callable<Integer> unparsed = unparsed(List.of(arguments));
        if (unparsed != null) {
            return call(unparsed);
        }
        Supplier<Object> meant = commands.get(arguments[0]);
        return line(meant == null ? commands.values() : List.of(meant)).execute(arguments);
    }

    /// What is started at every login has nothing to parse: listening after 400 ms instead of 460 without picocli.
    private @Nullable Callable<Integer> unparsed(List<String> arguments) {
        if (arguments.isEmpty()) {
            return root(false);
        }
        if (arguments.size() > 1) {
            return null;
        }
        return switch (arguments.getFirst()) {
            case "--hidden" -> root(true);
            case "run" -> new RunCommand(context);
            default -> null;
        };
    }

    private RootCommand root(boolean hidden) {
        return new RootCommand(context, hidden, () -> line(commands.values()).usage(err));
    }

    private int call(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception failure) {
            return tell(failure, err);
        }
    }

    /// Of as few commands as will do: that picocli looks at all of them, by reflection, takes
    /// longer than many a command.
    private picocli.CommandLine line(Collection<Supplier<Object>> wanted) {
        picocli.CommandLine line = new picocli.CommandLine(root(false));
        wanted.forEach(command -> line.addSubcommand(command.get()));
        line.registerConverter(Client.class, CommandLine::client)
                .registerConverter(ClusterId.class, CommandLine::cluster)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // 'exec -- curl -d @body.json' is not asking us to read that file
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setExecutionExceptionHandler((failure, _, _) -> tell(failure, err));
        line.getCommandSpec().version("lakegate " + version);
        return line;
    }

    private static Client client(String name) {
        return Client.named(name)
                .orElseThrow(() -> new TypeConversionException(
                        "there is no snippet for '" + name + "'; 'lakegate snippet' lists what there is one for"));
    }

    private static ClusterId cluster(String id) {
        try {
            return new ClusterId(id);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(String.valueOf(wrong.getMessage()));
        }
    }

    private static int tell(Exception failure, PrintStream err) {
        return switch (failure) {
            case ProblemException problem -> {
                err.println(text(problem.problem()));
                yield ExitStatus.of(problem.problem()).number();
            }
            case Refusal refusal -> {
                err.println("lakegate: " + refusal.getMessage());
                yield refusal.exitStatus().number();
            }
            case Context.Unanswered unanswered -> {
                err.println("lakegate: " + unanswered.getMessage());
                yield ExitStatus.WRONG_USAGE.number();
            }
            default -> {
                failure.printStackTrace(err);
                yield ExitStatus.FAILED.number();
            }
        };
    }

    static String text(Problem problem) {
        Problem.Text text = problem.text();
        return "lakegate: " + text.code() + ": " + text.what() + System.lineSeparator() + text.remedy();
    }
}
