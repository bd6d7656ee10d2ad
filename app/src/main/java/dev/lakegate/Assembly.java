package dev.lakegate;

import dev.lakegate.audit.AuditLog;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.keystore.MemoryCredentialStore;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.oauth.Provider;
import dev.lakegate.oauth.Refresh;
import dev.lakegate.oauth.Revocation;
import dev.lakegate.oauth.SignIn;
import dev.lakegate.oauth.WorkspaceExchange;
import dev.lakegate.proxy.DiscoveryCache;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.ProxyThreads;
import dev.lakegate.proxy.RouteCredentials;
import dev.lakegate.proxy.RouteWarmUp;
import dev.lakegate.proxy.Upstream;
import dev.lakegate.session.ControlSocket;
import dev.lakegate.session.Instance;
import dev.lakegate.session.ProfileSession;
import dev.lakegate.token.CachedTokenSource;
import dev.lakegate.token.ExchangedTokenSource;
import dev.lakegate.token.RefreshedTokenSource;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The whole object graph of the running program, by hand, in reading order.
public final class Assembly {
    private final Locations locations;
    private final Map<String, String> environment;
    private final InstantSource clock = InstantSource.system();
    private final CredentialStore store = new MemoryCredentialStore();
    private final Deque<Closing> closings = new ArrayDeque<>();

    private final List<ProfileSession> sessions = new ArrayList<>();
    private final List<ProxyRoute> routes = new ArrayList<>();

    public Assembly(Locations locations, Map<String, String> environment) {
        this.locations = locations;
        this.environment = environment;
    }

    /// One step of ending the program.
    @FunctionalInterface
    private interface Closing {
        void close();
    }

    /// Throws a problem when the program cannot run at all; what was begun is then ended.
    public Started start(Map<String, String> settings) throws ProblemException {
        try {
            Configuration configuration = new ConfigurationLoader(locations, environment, settings).load();
            // first of all: a second instance must not come as far as the ports
            ControlSocket control = ControlSocket.bind(locations.socketFile());
            closings.push(control::close);
            AuditLog auditLog = new AuditLog(locations.stateFolder().resolve("audit"), configuration.audit());
            closings.push(auditLog::close);
            ProxyThreads threads = ProxyThreads.start();
            closings.push(threads::close);
            LocalKeys localKeys = new LocalKeys(locations.stateFolder().resolve("keys"));

            for (Profile profile : configuration.profiles()) {
                assemble(profile, threads, localKeys);
            }

            Proxy proxy = Proxy.start(threads, auditLog);
            closings.push(proxy::close);
            Instance instance = new Instance(Version.current(), sessions, proxy, localKeys);
            List<ProblemException> problems = instance.listen(routes);
            control.serve(instance);
            return new Started(instance, problems, this::stop);
        } catch (ProblemException failure) {
            stop();
            throw failure;
        }
    }

    private void assemble(Profile profile, ProxyThreads threads, LocalKeys localKeys) throws ProblemException {
        TrustRoots trustRoots = TrustRoots.with(profile.caFile());
        HttpCalls calls = new HttpCalls(trustRoots);
        closings.push(calls::close);
        Upstream upstream = Upstream.start(profile, trustRoots, threads);
        closings.push(upstream::close);

        Provider provider = new Provider(profile, calls);
        CachedTokenSource identity = new CachedTokenSource(
                new RefreshedTokenSource(
                        profile.name(), CredentialKey.of(profile), store, new Refresh(provider, clock), clock),
                clock,
                threads.blocking());
        WorkspaceExchange exchange = new WorkspaceExchange(profile, upstream, clock);

        List<CachedTokenSource> workspaces = new ArrayList<>();
        List<RouteCredentials> credentials = new ArrayList<>();
        for (Route route : profile.routes()) {
            if (route.credential() == Credential.IDENTITY) {
                credentials.add(new RouteCredentials(profile.identityField(), identity, null));
            } else {
                CachedTokenSource workspace = new CachedTokenSource(
                        new ExchangedTokenSource(identity, exchange, route), clock, threads.blocking());
                workspaces.add(workspace);
                credentials.add(new RouteCredentials(profile.identityField(), identity, workspace));
            }
        }

        ProfileSession session = new ProfileSession(
                profile,
                new SignIn(provider, clock),
                new Revocation(provider),
                new Browser(environment, System.getProperty("os.name")),
                store,
                identity,
                workspaces,
                () -> routes.stream()
                        .filter(route -> profile.routes().contains(route.route()))
                        .map(RouteWarmUp::new)
                        .forEach(RouteWarmUp::run),
                clock);
        sessions.add(session);
        for (int number = 0; number < credentials.size(); number++) {
            Route route = profile.routes().get(number);
            routes.add(new ProxyRoute(
                    route,
                    localKeys.of(route.name()),
                    session::personLabel,
                    credentials.get(number),
                    upstream,
                    new DiscoveryCache()));
        }
    }

    private void stop() {
        while (!closings.isEmpty()) {
            closings.pop().close();
        }
    }
}
