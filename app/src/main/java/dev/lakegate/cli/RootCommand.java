package dev.lakegate.cli;

import dev.lakegate.model.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "lakegate",
        mixinStandardHelpOptions = true,
        description = "Reach a Databricks workspace behind HAProxy from localhost, as yourself.",
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage, 3 sign-in needed, 4 denied by the gateway, 5 unreachable."
        })
final class RootCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    RootCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.err().println("lakegate: say what to do; 'lakegate run' starts the proxies.");
        spec.commandLine().usage(context.err());
        return ExitStatus.WRONG_USAGE.number();
    }
}
