package dev.lakegate;

import dev.lakegate.audit.AuditLog;
import dev.lakegate.cli.Starter;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.CredentialSettings;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.keystore.CredentialStores;
import dev.lakegate.keystore.vault.PassphrasePrompt;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.DeviceSignIn;
import dev.lakegate.oauth.EndSession;
import dev.lakegate.oauth.Provider;
import dev.lakegate.oauth.Refresh;
import dev.lakegate.oauth.Revocation;
import dev.lakegate.oauth.SignIn;
import dev.lakegate.oauth.WorkspaceExchange;
import dev.lakegate.os.ForwardClock;
import dev.lakegate.os.keystores.KeyStores;
import dev.lakegate.proxy.DiscoveryCache;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.OpenRequests;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.ProxyThreads;
import dev.lakegate.proxy.RouteCredentials;
import dev.lakegate.proxy.RouteWarmUp;
import dev.lakegate.proxy.Upstream;
import dev.lakegate.session.ControlSocket;
import dev.lakegate.session.IdentityProvider;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Instance.Role;
import dev.lakegate.session.Listeners;
import dev.lakegate.session.ProfileSession;
import dev.lakegate.session.Traffic;
import dev.lakegate.token.CachedTokenSource;
import dev.lakegate.token.ExchangedTokenSource;
import dev.lakegate.token.RefreshedTokenSource;
import dev.lakegate.token.Renewals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The whole object graph of the program, by hand, in reading order. Serves one start.
public final class Assembly implements Starter {
    private final Locations locations;
    private final Map<String, String> environment;
    private final PassphrasePrompt passphrasePrompt;
    private final ForwardClock clock = new ForwardClock();
    private final Deque<Closing> closings = new ArrayDeque<>();

    private final List<CachedTokenSource> tokens = new ArrayList<>();
    private final List<IdentityProvider> identityProviders = new ArrayList<>();
    private final List<ProfileSession> sessions = new ArrayList<>();
    private final List<ProxyRoute> routes = new ArrayList<>();

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
        try {
            Configuration configuration = new ConfigurationLoader(locations, environment, settings).load();
            // first of all: a second instance must not come as far as the ports
            ControlSocket control = ControlSocket.bind(locations.socketFile());
            closings.push(control::close);
            AuditLog auditLog = new AuditLog(locations.stateFolder().resolve("audit"), configuration.audit());
            closings.push(auditLog::close);
            ProxyThreads threads = startedThreads();
            LocalKeys localKeys = localKeys();
            assemble(configuration, threads, localKeys);

            Proxy proxy = Proxy.start(threads, auditLog);
            closings.push(proxy::close);
            Listeners listeners = new Listeners(localKeys);
            List<ProblemException> problems = listeners.open(proxy, routes);
            Instance instance = new Instance(Version.current(), Role.RUNNING, sessions, listeners);
            control.serve(instance);
            Renewals renewals = Renewals.start(tokens, clock);
            closings.push(renewals::close);
            sessions.forEach(ProfileSession::resume);
            return new Started(instance, problems, this::stop);
        } catch (ProblemException failure) {
            stop();
            throw failure;
        }
    }

    @Override
    public Alone alone() throws ProblemException {
        try {
            LocalKeys localKeys = localKeys();
            assemble(new ConfigurationLoader(locations, environment, Map.of()).load(), startedThreads(), localKeys);
            closings.push(() -> identityProviders.forEach(IdentityProvider::awaitBrowser));
            return new Alone(
                    new Instance(Version.current(), Role.COMMAND, sessions, new Listeners(localKeys)), this::stop);
        } catch (ProblemException failure) {
            stop();
            throw failure;
        }
    }

    @Override
    public void forgetSignIns() throws ProblemException {
        credentialStores()
                .of(new CredentialSettings(CredentialSettings.Store.OS))
                .wipe();
    }

    private CredentialStores credentialStores() {
        Path folder = locations.stateFolder();
        return new CredentialStores(
                folder,
                KeyStores.ofThisSystem(
                        System.getProperty("os.name"), environment, folder.resolve("credentials"), account()),
                passphrasePrompt,
                environment,
                clock);
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

    private LocalKeys localKeys() {
        return new LocalKeys(locations.stateFolder().resolve("keys"));
    }

    private void assemble(Configuration configuration, ProxyThreads threads, LocalKeys localKeys)
            throws ProblemException {
        CredentialStore store = credentialStores().of(configuration.credentials());
        for (Profile profile : configuration.profiles()) {
            assemble(profile, configuration.network(), store, threads, localKeys);
        }
    }

    private void assemble(
            Profile profile, NetworkSettings network, CredentialStore store, ProxyThreads threads, LocalKeys localKeys)
            throws ProblemException {
        TrustRoots trustRoots = TrustRoots.with(network, profile.caFile());
        HttpCalls calls = new HttpCalls(trustRoots, network);
        closings.push(calls::close);
        Upstream upstream = Upstream.start(
                profile,
                trustRoots,
                network,
                threads,
                challenge -> sessionOf(profile).stepUp(challenge));
        closings.push(upstream::close);
        OpenRequests openRequests = new OpenRequests();

        Provider provider = new Provider(profile, calls);
        CachedTokenSource identity = new CachedTokenSource(
                new RefreshedTokenSource(
                        profile.name(), CredentialKey.of(profile), store, new Refresh(provider, clock), clock),
                clock,
                threads.blocking());
        WorkspaceExchange exchange = new WorkspaceExchange(profile, upstream, clock);

        List<CachedTokenSource> ofThisProfile = new ArrayList<>(List.of(identity));
        List<RouteCredentials> credentials = new ArrayList<>();
        for (Route route : profile.routes()) {
            if (route.credential() == Credential.IDENTITY) {
                credentials.add(new RouteCredentials(profile.identityField(), identity, null));
            } else {
                CachedTokenSource workspace = new CachedTokenSource(
                        new ExchangedTokenSource(identity, exchange, route), clock, threads.blocking());
                ofThisProfile.add(workspace);
                credentials.add(new RouteCredentials(profile.identityField(), identity, workspace));
            }
        }

        IdentityProvider identityProvider = new IdentityProvider(
                new SignIn(provider, clock),
                new DeviceSignIn(provider, clock),
                new Revocation(provider),
                new EndSession(provider));
        identityProviders.add(identityProvider);
        List<ProxyRoute> ofProfile = new ArrayList<>();
        ProfileSession session = new ProfileSession(
                profile,
                store,
                identityProvider,
                new Traffic(
                        ofThisProfile,
                        openRequests::endAll,
                        () -> ofProfile.forEach(route -> new RouteWarmUp(route).run())),
                new Browser(environment, System.getProperty("os.name")),
                clock);
        sessions.add(session);
        tokens.addAll(ofThisProfile);
        for (int number = 0; number < credentials.size(); number++) {
            Route route = profile.routes().get(number);
            ofProfile.add(new ProxyRoute(
                    route,
                    localKeys.of(route.name()),
                    session::personLabel,
                    credentials.get(number),
                    upstream,
                    new DiscoveryCache(),
                    openRequests));
        }
        routes.addAll(ofProfile);
    }

    private ProfileSession sessionOf(Profile profile) {
        return sessions.stream()
                .filter(session -> session.profile().equals(profile))
                .findFirst()
                .orElseThrow();
    }

    private void stop() {
        while (!closings.isEmpty()) {
            closings.pop().close();
        }
    }
}
