package dev.lakegate;

import dev.lakegate.audit.AuditTrail;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
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
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peers.SystemPeers;
import dev.lakegate.proxy.DiscoveryCache;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.OpenRequests;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.RouteCredentials;
import dev.lakegate.proxy.RouteWarmUp;
import dev.lakegate.proxy.browser.BrowserEntry;
import dev.lakegate.proxy.upstream.ProxyThreads;
import dev.lakegate.proxy.upstream.Upstream;
import dev.lakegate.proxy.upstream.UpstreamLoad;
import dev.lakegate.session.IdentityProvider;
import dev.lakegate.session.ProfileSession;
import dev.lakegate.session.Traffic;
import dev.lakegate.session.changes.Changes;
import dev.lakegate.token.CachedTokenSource;
import dev.lakegate.token.ExchangedTokenSource;
import dev.lakegate.token.RefreshedTokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One profile's part of the object graph, by hand, in reading order. Its routes come and go while it stands.
final class ProfileGraph implements AutoCloseable {
    private final Profile profile;
    private final Shared shared;
    private final HttpCalls calls;
    private final Upstream upstream;
    private final OpenRequests openRequests = new OpenRequests();
    private final CachedTokenSource identity;
    private final WorkspaceExchange exchange;
    private final IdentityProvider identityProvider;
    private final ProfileSession session;
    private volatile List<Wired> routes = List.of();

    /// What all profiles have in common.
    ///
    /// @param trail of the machine: what happens to sign-ins and tokens
    record Shared(
            NetworkSettings network,
            CredentialStore store,
            ProxyThreads threads,
            LocalKeys localKeys,
            Browser browser,
            ForwardClock clock,
            AuditTrail trail,
            Changes changes) {}

    /// A route and what belongs to it alone.
    ///
    /// @param workspace the workspace's tokens, null where the identity token is all that is sent
    record Wired(ProxyRoute proxyRoute, @Nullable CachedTokenSource workspace) {
        Route route() {
            return proxyRoute.route();
        }
    }

    /// Without routes yet; nothing is connected until the first request.
    ///
    /// @param endRequests ends what is under way in the profile's name, for that reason
    ProfileGraph(Profile profile, Shared shared, Consumer<Problem> endRequests) throws ProblemException {
        this.profile = profile;
        this.shared = shared;
        ForwardClock clock = shared.clock();
        TrustRoots trustRoots = TrustRoots.with(shared.network(), profile.caFile());
        upstream = Upstream.start(profile, trustRoots, shared.network(), shared.threads(), this::stepUp);
        calls = new HttpCalls(trustRoots, shared.network());

        Provider provider = new Provider(profile, calls);
        identity = new CachedTokenSource(
                new RefreshedTokenSource(
                        profile.name(),
                        CredentialKey.of(profile),
                        shared.store(),
                        new Refresh(provider, clock),
                        clock,
                        shared.trail()),
                clock,
                shared.threads().blocking());
        exchange = new WorkspaceExchange(profile, upstream, clock);

        identityProvider = new IdentityProvider(
                new SignIn(provider, clock),
                new DeviceSignIn(provider, clock),
                new Revocation(provider),
                new EndSession(provider));
        session = new ProfileSession(
                profile,
                shared.store(),
                identityProvider,
                new Traffic(this::tokens, reason -> end(reason, endRequests), () -> warmUp(routes)),
                shared.browser(),
                clock,
                shared.trail(),
                shared.changes());
    }

    private void stepUp(String challenge) {
        session.stepUp(challenge);
    }

    /// The routes as they are to be, those that serve as they should already as they are. Changes nothing yet.
    List<Wired> wire(List<Route> wanted, Set<RouteName> listening) throws ProblemException {
        List<Wired> wired = new ArrayList<>();
        for (Route route : wanted) {
            Optional<Wired> same = routes.stream()
                    .filter(known -> known.route().equals(route) && listening.contains(route.name()))
                    .findFirst();
            wired.add(same.isPresent() ? same.get() : wire(route));
        }
        return wired;
    }

    private Wired wire(Route route) throws ProblemException {
        CachedTokenSource workspace = route.credential() == Credential.IDENTITY
                ? null
                : new CachedTokenSource(
                        new ExchangedTokenSource(
                                identity, exchange, route, session::personLabel, shared.clock(), shared.trail()),
                        shared.clock(),
                        shared.threads().blocking());
        Optional<BrowserEntry> browsers = browsers(route);
        return new Wired(
                new ProxyRoute(
                        route,
                        profile.admission(),
                        shared.localKeys().of(route.name()),
                        session::personLabel,
                        new RouteCredentials(profile.identityField(), identity, workspace),
                        upstream,
                        new DiscoveryCache(),
                        openRequests,
                        peers(browsers),
                        browsers),
                workspace);
    }

    /// Where somebody asks them.
    private Optional<Peers> peers(Optional<BrowserEntry> browsers) {
        return switch (profile.admission()) {
            case KEY -> browsers.flatMap(_ -> SystemPeers.proven(System.getProperty("os.name")));
            case KEY_OR_SAME_USER -> SystemPeers.proven(System.getProperty("os.name"));
        };
    }

    /// Databricks' own pages are not entered here, and no browser opens a Unix-domain socket.
    private Optional<BrowserEntry> browsers(Route route) {
        return route.credential() == Credential.IDENTITY && route.hasPorts()
                ? Optional.of(new BrowserEntry(route, session::personLabel, shared.clock()))
                : Optional.empty();
    }

    /// The browsers' sessions before the requests: what begins meanwhile is admitted no more.
    private void end(Problem reason, Consumer<Problem> endRequests) {
        routes.forEach(wired -> wired.proxyRoute().browsers().ifPresent(BrowserEntry::endAll));
        endRequests.accept(reason);
    }

    /// From now on these are its routes. Returns those that are new among them.
    List<Wired> route(List<Wired> now) {
        List<Wired> before = routes;
        routes = List.copyOf(now);
        return now.stream().filter(wired -> !before.contains(wired)).toList();
    }

    /// Makes the first request of routes that have come later as quick as the next, when somebody is signed in.
    void warmUpLater(List<Wired> come) {
        if (session.personLabel() != null) {
            Thread.startVirtualThread(() -> warmUp(come));
        }
    }

    private static void warmUp(List<Wired> routes) {
        routes.forEach(wired -> new RouteWarmUp(wired.proxyRoute()).run());
    }

    /// Whether it is this profile's, whatever routes that has.
    boolean serves(Profile other) {
        return profile.equals(other.withRoutes(profile.routes()));
    }

    ProfileName name() {
        return profile.name();
    }

    ProfileSession session() {
        return session;
    }

    List<Wired> routes() {
        return routes;
    }

    /// Those that are to be renewed, and forgotten at a sign-out.
    List<CachedTokenSource> tokens() {
        List<CachedTokenSource> tokens = new ArrayList<>();
        tokens.add(identity);
        for (Wired wired : routes) {
            if (wired.workspace() != null) {
                tokens.add(wired.workspace());
            }
        }
        return tokens;
    }

    UpstreamLoad upstreamLoad() {
        return upstream.load();
    }

    OpenRequests openRequests() {
        return openRequests;
    }

    void awaitBrowser() {
        identityProvider.awaitBrowser();
    }

    /// Cuts what is under way.
    @Override
    public void close() {
        session.leave();
        upstream.close();
        calls.close();
    }
}
