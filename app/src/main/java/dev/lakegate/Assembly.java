package dev.lakegate;

import dev.lakegate.ProfileGraph.Shared;
import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditHealth;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.audit.OccasionalTrail;
import dev.lakegate.audit.SealingKey;
import dev.lakegate.cli.Desktop;
import dev.lakegate.cli.Starter;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.CredentialSettings;
import dev.lakegate.config.Locations;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.keystore.CredentialStores;
import dev.lakegate.keystore.vault.PassphrasePrompt;
import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ProgramEnding;
import dev.lakegate.model.RouteName;
import dev.lakegate.os.ForwardClock;
import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.MachineName;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.keystores.KeyStores;
import dev.lakegate.proxy.LocalCertificate;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Pause;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.session.ControlSocket;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Instance.Role;
import dev.lakegate.session.Listeners;
import dev.lakegate.session.changes.Changes;
import dev.lakegate.telemetry.Logs;
import dev.lakegate.telemetry.otlp.ProgramResource;
import dev.lakegate.token.Renewals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The program's object graph, by hand, in reading order; a profile's own part is a [ProfileGraph].
/// Serves one start.
public final class Assembly implements Starter {
    /// With requests under way, when the program is told to end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// For the answers and audit lines of requests that were ended by force.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Locations locations;
    private final Map<String, String> environment;
    private final PassphrasePrompt passphrasePrompt;
    private final ForwardClock clock = new ForwardClock();
    private final Changes changes = new Changes(InstantSource.system());
    private volatile boolean notifies;
    private final Deque<Closing> closings = new ArrayDeque<>();

    public Assembly(Locations locations, Map<String, String> environment, PassphrasePrompt passphrasePrompt) {
        this.locations = locations;
        this.environment = environment;
        this.passphrasePrompt = passphrasePrompt;
    }

    /// One step of ending the program.
    @FunctionalInterface
    private interface Closing {
        void close();
    }

    /// Throws a problem when the program cannot run at all; what was begun is then ended.
    @Override
    public Started start(Map<String, String> settings) throws ProblemException {
        return start(settings, ConfigurationLoader::load);
    }

    @Override
    public Started startBeforeJoining() throws ProblemException {
        return start(Map.of(), ConfigurationLoader::loadBeforeJoining);
    }

    /// Reads the configuration, with all its problems or some of them overlooked.
    @FunctionalInterface
    private interface Reading {
        Configuration read(ConfigurationLoader loader) throws ProblemException;
    }

    private Started start(Map<String, String> settings, Reading reading) throws ProblemException {
        try {
            ConfigurationLoader loader = new ConfigurationLoader(locations, environment, settings);
            Configuration configuration = reading.read(loader);
            Logs.write(configuration.logFormat());
            notifies = configuration.notifications();
            // first of all: a second instance must not come as far as the ports
            ControlSocket control = ControlSocket.bind(locations.socketFile());
            closings.push(control::close);
            AuditLog auditLog = new AuditLog(auditFolder(), configuration.audit(), clock);
            CredentialStore store = credentialStores().of(configuration.credentials());
            AuditSealer sealer = new AuditSealer(auditLog, auditKeyItem(), configuration.credentials(), store);
            closings.push(() -> sealer.end(new AuditEvent.Stopped(clock.instant())));
            auditLog.append(new AuditEvent.Started(
                    clock.instant(),
                    Version.current(),
                    MachineName.of(environment).orElse(null),
                    ProcessHandle.current().pid(),
                    ConfigurationFiles.digests(locations)));
            ProgramResource program = ProgramResource.ofThisStart(Version.current());
            ProgramTraces traces = ProgramTraces.start(configuration, program);
            closings.push(traces::close);
            ProgramMetrics metrics =
                    ProgramMetrics.start(configuration, program, auditLog, traces::lost, keysIn("metrics"));
            closings.push(metrics::close);
            ProxyThreads threads = startedThreads();
            IdleMemory memory = IdleMemory.watch(changes::requests, threads::letFreeBuffersGo);
            closings.push(memory::close);
            LocalKeys localKeys = localKeys();

            Pause pause = new Pause(auditLog, clock);
            Proxy proxy = Proxy.start(
                    threads,
                    auditLog,
                    pause,
                    changes.over(metrics.requests()),
                    traces.requests(),
                    LocalCertificate.in(locations.stateFolder()),
                    sockets());
            Listeners listeners = new Listeners(localKeys, sockets());
            RunningProfiles profiles = new RunningProfiles(
                    loader,
                    configuration,
                    shared(configuration, store, threads, localKeys, new WatchedTrail(metrics.over(sealer), changes)),
                    listeners,
                    routes -> listeners.serve(proxy, routes),
                    () -> ConfigurationFiles.digests(locations),
                    metrics::watch);
            closings.push(profiles::close);
            closings.push(proxy::close);
            Map<RouteName, ProblemException> problems = profiles.begin();
            Instance instance = new Instance(
                    Version.current(), Role.RUNNING, profiles, listeners, changes, pause, auditLog::health);
            control.serve(instance);
            Renewals renewals = Renewals.start(profiles::tokens, clock);
            closings.push(renewals::close);
            return new Started(
                    instance,
                    Stream.concat(problems.values().stream(), metrics.problems().stream())
                            .toList(),
                    hurry -> drain(proxy, profiles, hurry),
                    this::stop);
        } catch (ProblemException failure) {
            stop();
            throw failure;
        }
    }

    @Override
    public Desktop desktop() {
        return new DesktopApp(locations, environment, Locations.home(environment), clock, () -> notifies);
    }

    @Override
    public Alone alone() throws ProblemException {
        try {
            ConfigurationLoader loader = new ConfigurationLoader(locations, environment, Map.of());
            Configuration configuration = loader.load();
            LocalKeys localKeys = localKeys();
            Listeners listeners = new Listeners(localKeys, sockets());
            AuditTrail trail = new OccasionalTrail(auditFolder(), configuration.audit(), clock);
            RunningProfiles profiles = new RunningProfiles(
                    loader,
                    configuration,
                    shared(
                            configuration,
                            credentialStores().of(configuration.credentials()),
                            startedThreads(),
                            localKeys,
                            trail),
                    listeners,
                    _ -> Map.of(),
                    () -> ConfigurationFiles.digests(locations),
                    _ -> {});
            closings.push(profiles::close);
            profiles.assemble();
            closings.push(profiles::awaitBrowsers);
            Pause pause = new Pause(trail, clock);
            return new Alone(
                    new Instance(
                            Version.current(),
                            Role.COMMAND,
                            profiles,
                            listeners,
                            changes,
                            pause,
                            () -> AuditHealth.SOUND),
                    this::stop);
        } catch (ProblemException failure) {
            stop();
            throw failure;
        }
    }

    /// Blocks until what is under way has ended: by itself, or by force when the deadline has
    /// passed or somebody is in a hurry.
    private static void drain(Proxy proxy, RunningProfiles profiles, CompletableFuture<Void> hurry) {
        profiles.stopServing();
        CompletableFuture<Void> drained = proxy.drained();
        CompletableFuture.anyOf(drained, hurry)
                .completeOnTimeout(drained, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        profiles.endRequests(new ProgramEnding());
        drained.completeOnTimeout(null, LAST_WORDS.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void forgetSignIns() throws ProblemException {
        credentialStores()
                .of(new CredentialSettings(CredentialSettings.Store.OS))
                .wipe();
        try {
            auditKeyItem().delete();
        } catch (ProblemException failure) {
            if (!(failure.problem() instanceof KeyStoreAbsent)) {
                throw failure;
            }
        }
    }

    @Override
    public Optional<String> auditKey() throws ProblemException {
        return SealingKey.read(auditKeyItem()).map(SealingKey::publicKey);
    }

    private CredentialStores credentialStores() {
        Path folder = locations.stateFolder();
        return new CredentialStores(folder, keyStoreItem(account()), passphrasePrompt, environment, clock);
    }

    /// Tells this home's key from another's in the same key store.
    private String account() {
        try {
            byte[] home = locations
                    .stateFolder()
                    .toAbsolutePath()
                    .normalize()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(home);
            return "home-" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    private ProxyThreads startedThreads() {
        ProxyThreads threads = ProxyThreads.start();
        closings.push(threads::close);
        return threads;
    }

    private Path sockets() {
        return OwnerOnly.folderOf(locations.socketFile());
    }

    private LocalKeys localKeys() {
        return keysIn("keys");
    }

    private LocalKeys keysIn(String folder) {
        return new LocalKeys(locations.stateFolder().resolve(folder));
    }

    private Shared shared(
            Configuration configuration,
            CredentialStore store,
            ProxyThreads threads,
            LocalKeys localKeys,
            AuditTrail trail) {
        return new Shared(
                configuration.network(),
                store,
                threads,
                localKeys,
                new Browser(environment, System.getProperty("os.name")),
                clock,
                trail,
                changes);
    }

    private AuditFolder auditFolder() {
        return AuditFolder.in(locations.stateFolder());
    }

    private KeyStoreItem auditKeyItem() {
        return keyStoreItem(account() + "-audit");
    }

    private KeyStoreItem keyStoreItem(String account) {
        return KeyStores.ofThisSystem(
                System.getProperty("os.name"),
                environment,
                locations.stateFolder().resolve("credentials"),
                account);
    }

    private synchronized void stop() {
        while (!closings.isEmpty()) {
            closings.pop().close();
        }
    }
}
