package dev.lakegate.cli.gateway;

import dev.lakegate.model.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `lakegate gateway`, and the commands below it.
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "The gateway's side: one policy file, compiled to HAProxy, with keys that rotate by themselves.",
        footer = {
            "",
            "Begin with 'lakegate gateway init', write your policy, then 'check', 'render' and 'sync'.",
            "All settings: app/docs/gateway.md"
        })
public final class GatewayCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private GatewayCommand(Console console) {
        this.console = console;
    }

    /// With all its commands, as a part of the program's.
    public static CommandLine with(Console console) {
        return new CommandLine(new GatewayCommand(console))
                .addSubcommand(new InitCommand(console))
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(new RenderCommand(console))
                .addSubcommand(new DiffCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new SyncCommand(console))
                .addSubcommand(new RevokeCommand(console));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return ExitStatus.WRONG_USAGE.number();
    }
}
