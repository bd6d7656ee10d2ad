package dev.lakegate.cli;

import dev.lakegate.cli.CommandLine.Context;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.StatusReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the proxies in the foreground, until interrupted.")
final class RunCommand implements Callable<Integer> {
    private final Context context;
    private final Starter starter;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting by its dotted key, as in --set profile.acme.route.prod.port=9000.")
    private Map<String, String> settings = new LinkedHashMap<>();

    RunCommand(Context context, Starter starter) {
        this.context = context;
        this.starter = starter;
    }

    @Override
    public Integer call() throws ProblemException, InterruptedException {
        Started started = starter.start(settings);
        for (ProblemException problem : started.problems()) {
            context.err().println(CommandLine.text(problem.problem()));
        }
        StatusReport status = started.instance().status();
        if (status.profiles().stream()
                .flatMap(profile -> profile.routes().stream())
                .noneMatch(StatusReport.OfRoute::listening)) {
            started.stop().run();
            return ExitStatus.FAILED.number();
        }
        StatusText.print(status, context.out());
        context.out().flush();

        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.stop().run();
            ended.countDown();
        }));
        ended.await();
        return ExitStatus.DONE.number();
    }
}
