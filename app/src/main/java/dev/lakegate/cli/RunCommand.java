package dev.lakegate.cli;

import dev.lakegate.cli.Starter.Started;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AlreadyRunning;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.StatusReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the proxies in the foreground, until interrupted; requests under way then have 10 seconds.")
final class RunCommand implements Callable<Integer> {
    /// They are looked up in a moment, unless the key store asks the person to unlock it.
    private static final Duration KEPT_SIGN_INS = Duration.ofSeconds(1);

    private final Context context;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting by its dotted key, as in --set profile.acme.route.prod.port=9000.")
    private Map<String, String> settings = new LinkedHashMap<>();

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ProblemException, Refusal, InterruptedException {
        Started started = start();
        Serving.begin(started, context);
        started.instance().awaitResumed(KEPT_SIGN_INS);
        StatusReport status = started.instance().status();
        if (status.profiles().stream()
                .flatMap(profile -> profile.routes().stream())
                .noneMatch(StatusReport.OfRoute::listening)) {
            started.stop().run();
            return ExitStatus.FAILED.number();
        }
        StatusText.print(status, context.out());
        context.out().flush();

        Serving.untilToldToEnd(started);
        Serving.end(started, context);
        return ExitStatus.DONE.number();
    }

    /// The one that runs already is made to show itself.
    private Started start() throws ProblemException, Refusal {
        try {
            return context.starter().start(settings);
        } catch (ProblemException failure) {
            if (failure.problem() instanceof AlreadyRunning && context.running().isRunning()) {
                StatusText.print(context.running().reveal(), context.out());
            }
            throw failure;
        }
    }
}
