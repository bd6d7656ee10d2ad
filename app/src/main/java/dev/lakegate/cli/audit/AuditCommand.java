package dev.lakegate.cli.audit;

import dev.lakegate.model.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "What this machine's audit log says, and whether it can be believed.")
public final class AuditCommand implements Callable<Integer> {
    private final AuditDesk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private AuditCommand(AuditDesk desk) {
        this.desk = desk;
    }

    /// With its own commands.
    public static CommandLine with(AuditDesk desk) {
        return new CommandLine(new AuditCommand(desk))
                .addSubcommand(new TailCommand(desk))
                .addSubcommand(new VerifyCommand(desk))
                .addSubcommand(new TraceCommand(desk));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(desk.err());
        return ExitStatus.WRONG_USAGE.number();
    }
}
