package dev.lakegate.cli.gateway;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.gateway.host.Deployment;
import dev.lakegate.gateway.host.HaProxyProgram;
import dev.lakegate.gateway.host.Sync;
import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.keys.KeyRefresh;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.keys.KeySetFetch;
import dev.lakegate.gateway.keys.Refreshed;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description =
                "Fetch the issuers' signing keys, write HAProxy's files, have HAProxy try and load them, and see that"
                        + " its new worker serves; else what served before goes on, and the exit status is 1.")
final class SyncCommand implements Callable<Integer> {
    /// How soon a changed policy, a due key and an unknown one are noticed.
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Console console;

    @Mixin
    private final GatewayHost host = new GatewayHost();

    @Option(names = "--watch", description = "Go on until ended: for a service.")
    private boolean watch;

    private final Set<String> told = new HashSet<>();

    SyncCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ProblemException {
        HaProxyProgram program = host.program(console);
        InstantSource clock = InstantSource.system();
        KeptKeysFolder kept = host.keptKeys();
        Sync sync = new Sync(
                host.policyFile(),
                host.configuration(),
                kept,
                new KeyRefresh(
                        kept, new KeySetFetch(clock, ConfigurationLoader.networkOf(console.environment())), clock),
                program);
        return watch ? watch(sync) : once(sync);
    }

    private int once(Sync sync) throws ProblemException {
        Sync.Round round = sync.round(host.policy(), Urgency.NOW);
        tell(round);
        return (round.isGood() ? ExitStatus.DONE : ExitStatus.FAILED).number();
    }

    /// Whatever fails is told once, and tried again: what serves goes on meanwhile.
    private int watch(Sync sync) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
        try {
            do {
                look(sync);
            } while (!ended.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.DONE.number();
    }

    private void look(Sync sync) {
        try {
            Policy policy = host.policy();
            sync.look(policy);
            tell(sync.round(policy, Urgency.WHEN_DUE));
        } catch (ProblemException failure) {
            tell("problem", failure.problem().text().what());
        } catch (IOException failure) {
            tell("problem", Reason.of(failure));
        }
    }

    private void tell(Sync.Round round) {
        round.keys().forEach(this::tell);
        switch (round.deployed()) {
            case Deployment.Result.Unchanged(String id) -> tell("haproxy", "serves " + id + ", as before");
            case Deployment.Result.Serving(String id) -> tell("haproxy", "serves " + id + " now");
            case Deployment.Result.InPlace(String id) ->
                tell("haproxy", id + " is in place; no HAProxy runs here that could be told");
            case Deployment.Result.Kept(String reason) -> tell("haproxy", "goes on with what it had. " + reason);
        }
    }

    private void tell(Refreshed refreshed) {
        String about = "keys of " + refreshed.issuer();
        switch (refreshed) {
            case Refreshed.Changed changed -> {
                tell(about, "changed; now " + changed.keys().size());
                changed.leftOut().forEach(reason -> tell(about, "left out: " + reason));
            }
            case Refreshed.Unchanged unchanged -> {
                tell(about, "unchanged, " + unchanged.keys().size());
                unchanged.leftOut().forEach(reason -> tell(about, "left out: " + reason));
            }
            case Refreshed.NotDue notDue -> tell(about, "not due");
            case Refreshed.Kept kept ->
                tell(
                        about,
                        "could not be fetched since " + kept.failing().since() + "; the "
                                + kept.keys().size() + " that are kept go on: "
                                + kept.failing().what());
            case Refreshed.None none -> tell(about, "there are none since " + none.since() + ": " + none.reason());
        }
    }

    /// A watch says a thing when it becomes so, not each time it is looked at.
    private void tell(String about, String what) {
        String line = about + ": " + what;
        if (!watch || isNews(about, line)) {
            console.out().println(line);
        }
    }

    private boolean isNews(String about, String line) {
        if (!told.add(line)) {
            return false;
        }
        told.removeIf(earlier -> earlier.startsWith(about + ": ") && !earlier.equals(line));
        return true;
    }
}
