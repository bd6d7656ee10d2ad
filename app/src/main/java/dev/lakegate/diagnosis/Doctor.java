package dev.lakegate.diagnosis;

import dev.lakegate.config.Profile;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.diagnosis.Diagnosis.Checked;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.identity.ExchangeCheck;
import dev.lakegate.diagnosis.identity.GatewayCheck;
import dev.lakegate.diagnosis.identity.Routes;
import dev.lakegate.diagnosis.identity.SignInCheck;
import dev.lakegate.diagnosis.identity.WorkspaceCheck;
import dev.lakegate.diagnosis.local.AuditLogCheck;
import dev.lakegate.diagnosis.local.ClientsCheck;
import dev.lakegate.diagnosis.local.ConfigurationCheck;
import dev.lakegate.diagnosis.local.KeyStoreCheck;
import dev.lakegate.diagnosis.local.PortsCheck;
import dev.lakegate.diagnosis.network.ClockCheck;
import dev.lakegate.diagnosis.network.ConnectionCheck;
import dev.lakegate.diagnosis.network.NamesCheck;
import dev.lakegate.diagnosis.network.NamesCheck.Lookup;
import dev.lakegate.diagnosis.network.OutboundProxyCheck;
import dev.lakegate.diagnosis.network.Peers;
import dev.lakegate.diagnosis.provider.ClientRegistrationCheck;
import dev.lakegate.diagnosis.provider.DiscoveryCheck;
import dev.lakegate.diagnosis.provider.KeysCheck;
import dev.lakegate.diagnosis.provider.ProviderDocuments;
import dev.lakegate.model.Phrase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at everything that a request needs, each thing by itself: one check that fails, throws or
/// hangs keeps no other from its result.
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    /// All checks run side by side, so this bounds the whole as well.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final Lookup lookup;

    /// Is told of the checks while they run, on threads of theirs.
    public interface Onlooker {
        Onlooker NOBODY = new Onlooker() {
            @Override
            public void begun(List<Check> checks) {}

            @Override
            public void seen(Checked checked) {}
        };

        /// These will be looked at, side by side.
        void begun(List<Check> checks);

        /// One of them is done; one that takes too long or fails is told of by the diagnosis alone.
        void seen(Checked checked);
    }

    public Doctor(Surroundings surroundings, Lookup lookup) {
        this.surroundings = surroundings;
        this.lookup = lookup;
    }

    /// Blocks for some seconds, ten at most.
    ///
    /// @param version of the program that asks
    public Diagnosis examine(String version) throws InterruptedException {
        return examine(version, Onlooker.NOBODY);
    }

    /// As [#examine(String)], for whoever looks on.
    public Diagnosis examine(String version, Onlooker onlooker) throws InterruptedException {
        ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return new Diagnosis(
                    version, surroundings.clock().instant(), run(checks(background), background, PATIENCE, onlooker));
        } finally {
            // without waiting: a look-up of a name cannot be interrupted
            background.shutdownNow();
        }
    }

    /// In the order in which they are told: what comes first is often why a later one fails.
    List<Check> checks(ExecutorService background) {
        List<Profile> profiles = surroundings.configuration().fold(read -> read.profiles(), _ -> List.of());
        NetworkSettings network =
                surroundings.configuration().fold(read -> read.network(), _ -> NetworkSettings.DIRECT);
        List<ProviderDocuments> providers = profiles.stream()
                .map(profile -> new ProviderDocuments(profile, network, surroundings.clock(), background))
                .toList();
        List<Peers> peers = profiles.stream()
                .map(profile -> new Peers(profile, network, surroundings.clock(), background))
                .toList();
        Routes routes = new Routes(surroundings, background);
        return List.of(
                new ConfigurationCheck(surroundings),
                new ClockCheck(surroundings, peers, providers),
                new NamesCheck(surroundings, lookup),
                new OutboundProxyCheck(surroundings),
                new ConnectionCheck(surroundings, peers),
                new DiscoveryCheck(surroundings, providers),
                new KeysCheck(surroundings, providers),
                new ClientRegistrationCheck(surroundings, providers),
                new KeyStoreCheck(surroundings),
                new SignInCheck(surroundings),
                new GatewayCheck(routes),
                new ExchangeCheck(routes),
                new WorkspaceCheck(routes),
                new PortsCheck(surroundings),
                new AuditLogCheck(surroundings),
                new ClientsCheck(surroundings));
    }

    static List<Checked> run(List<Check> checks, ExecutorService background, Duration patience, Onlooker onlooker)
            throws InterruptedException {
        onlooker.begun(checks);
        long end = System.nanoTime() + patience.toNanos();
        List<Map.Entry<Check, Future<List<Finding>>>> running = new ArrayList<>();
        for (Check check : checks) {
            running.add(Map.entry(check, background.submit(() -> look(check, onlooker))));
        }
        List<Checked> checked = new ArrayList<>();
        for (Map.Entry<Check, Future<List<Finding>>> one : running) {
            Check check = one.getKey();
            checked.add(new Checked(check.name(), check.title(), findings(check, one.getValue(), end)));
        }
        return checked;
    }

    private static List<Finding> look(Check check, Onlooker onlooker) throws InterruptedException {
        List<Finding> findings = check.look();
        onlooker.seen(new Checked(check.name(), check.title(), findings));
        return findings;
    }

    private static List<Finding> findings(Check check, Future<List<Finding>> running, long end)
            throws InterruptedException {
        try {
            return running.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            running.cancel(true);
            return List.of(new Finding(check.title(), new Outcome.NotLookedAt(Phrase.of("doctor.slow"))));
        } catch (ExecutionException failure) {
            LOG.warn("The check {} failed: {}", check.name(), String.valueOf(failure.getCause()));
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return List.of(new Finding(
                    check.title(),
                    new Outcome.NotLookedAt(
                            Phrase.of("doctor.failed", cause.getClass().getSimpleName()))));
        }
    }
}
