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
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// `lakegate` and its commands. Whatever goes wrong is told in one place, here.
public final class CommandLine {
    private final picocli.CommandLine line;

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
        Context context = new Context(version, locations, Map.copyOf(environment), starter, in, out, err);
        line = new picocli.CommandLine(new RootCommand(context))
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new JoinCommand(context))
                .addSubcommand(new LoginCommand(context))
                .addSubcommand(new LogoutCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new RoutesCommand(context))
                .addSubcommand(new ReloadCommand(context))
                .addSubcommand(new EnvCommand(context))
                .addSubcommand(new OpenCommand(context))
                .addSubcommand(new ExecCommand(context))
                .addSubcommand(new SnippetCommand(context))
                .addSubcommand(new ConfigureCommand(context))
                .addSubcommand(new ResetCommand(context))
                .addSubcommand(new DoctorCommand(context))
                .addSubcommand(new SupportBundleCommand(context))
                .addSubcommand(AuditCommand.with(
                        new AuditDesk(AuditFolder.in(locations.stateFolder()), starter::auditKey, out, err)))
                .addSubcommand(GatewayCommand.with(new Console(environment, in, out, err)))
                .registerConverter(Client.class, CommandLine::client)
                .registerConverter(ClusterId.class, CommandLine::cluster)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // 'exec -- curl -d @body.json' is not asking us to read that file
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setExecutionExceptionHandler((failure, _, _) -> tell(failure, err));
        CommandSpec root = line.getCommandSpec();
        root.version("lakegate " + version);
    }

    /// Returns the exit status.
    public int execute(String... arguments) {
        return line.execute(arguments);
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

    private static int tell(Exception failure, PrintStream err) throws Exception {
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
            default -> throw failure;
        };
    }

    static String text(Problem problem) {
        Problem.Text text = problem.text();
        return "lakegate: " + text.code() + ": " + text.what() + System.lineSeparator() + text.remedy();
    }
}
