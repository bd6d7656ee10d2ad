package dev.lakegate.cli;

import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "autostart",
        mixinStandardHelpOptions = true,
        description = "Have the desktop app start, hidden, when you log in; or no more.")
final class AutostartCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "on|off|status", defaultValue = "status", description = "What to do; status by default.")
    private Wish wish = Wish.STATUS;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    AutostartCommand(Context context) {
        this.context = context;
    }

    /// What is asked for.
    enum Wish {
        ON,
        OFF,
        STATUS
    }

    @Override
    public Integer call() throws ProblemException {
        Optional<Autostart> autostart = Autostart.ofThisProcess(context.environment(), context.home());
        if (autostart.isEmpty()) {
            context.err()
                    .println("lakegate: it is not known by what this program was started; start it by its launcher.");
            return ExitStatus.FAILED.number();
        }
        switch (wish) {
            case ON -> autostart.get().set(true);
            case OFF -> autostart.get().set(false);
            case STATUS -> {}
        }
        boolean isOn = autostart.get().isOn();
        context.out()
                .println(
                        json
                                ? new JsonMapper().writeValueAsString(Map.of("autostart", isOn))
                                : isOn
                                        ? "Lakegate starts when you log in."
                                        : "Lakegate does not start when you log in.");
        return ExitStatus.DONE.number();
    }
}
