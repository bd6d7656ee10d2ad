package dev.lakegate;

import dev.lakegate.ProfileGraph.Shared;
import dev.lakegate.ProfileGraph.Wired;
import dev.lakegate.audit.AuditEvent.ConfigurationRead;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ProgramProblem.ProgramEnding;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.session.Listeners;
import dev.lakegate.session.Profiles;
import dev.lakegate.session.Reloaded;
import dev.lakegate.session.Reloaded.NotListening;
import dev.lakegate.token.CachedTokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The profiles that this process has, and those that have gone but still have a request under way. The one
/// place where they come and go.
final class RunningProfiles implements Profiles, AutoCloseable {
    /// How soon the end of a gone profile's last request is noticed. A request that has found its route just
    /// before is counted by then.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final ConfigurationLoader loader;
    private final Shared shared;
    private final Listeners listeners;
    private final Function<List<ProxyRoute>, Map<RouteName, ProblemException>> serve;
    private final Supplier<Map<String, String>> files;
    private final Consumer<List<ProfileGraph>> watched;

    private volatile List<ProfileGraph> graphs = List.of();
    private final List<ProfileGraph> leaving = new CopyOnWriteArrayList<>();
    private Configuration configuration;
    private boolean ending;

    /// As the configuration asks; nothing serves before [#begin].
    ///
    /// @param listeners know the routes that listen
    /// @param serve     has these routes served and no others; returns what went wrong
    /// @param files     tell one state of the configuration's files from another
    /// @param watched   hears of the profiles that there are now, whenever they or their routes have come or gone
    RunningProfiles(
            ConfigurationLoader loader,
            Configuration configuration,
            Shared shared,
            Listeners listeners,
            Function<List<ProxyRoute>, Map<RouteName, ProblemException>> serve,
            Supplier<Map<String, String>> files,
            Consumer<List<ProfileGraph>> watched) {
        this.loader = loader;
        this.configuration = configuration;
        this.shared = shared;
        this.listeners = listeners;
        this.serve = serve;
        this.files = files;
        this.watched = watched;
    }

    /// What a configuration asks for, ready to serve.
    ///
    /// @param routes each profile's graph and the routes it is to have, in the configuration's order
    /// @param begun  the graphs among them that are new
    private record Prepared(Map<ProfileGraph, List<Wired>> routes, List<ProfileGraph> begun) {
        List<ProxyRoute> proxyRoutes() {
            return routes.values().stream()
                    .flatMap(List::stream)
                    .map(Wired::proxyRoute)
                    .toList();
        }
    }

    /// Has every profile stand, without taking up its sign-in and without serving: for a command alone.
    synchronized void assemble() throws ProblemException {
        var _ = put(prepare(configuration));
    }

    /// Has every profile begin and its routes served. Returns the routes that cannot be.
    synchronized Map<RouteName, ProblemException> begin() throws ProblemException {
        return apply(prepare(configuration));
    }

    @Override
    public synchronized Reloaded reload() throws ProblemException {
        if (ending) {
            throw new ProblemException(new ProgramEnding());
        }
        try {
            Reloaded reloaded = readAgain();
            note(names(reloaded.added()), names(reloaded.changed()), names(reloaded.removed()), null);
            return reloaded;
        } catch (ProblemException failure) {
            note(List.of(), List.of(), List.of(), failure.problem().code());
            throw failure;
        }
    }

    private void note(List<String> added, List<String> changed, List<String> removed, @Nullable String problem) {
        shared.trail()
                .append(new ConfigurationRead(shared.clock().instant(), files.get(), added, changed, removed, problem));
    }

    private static List<String> names(Reloaded.Names names) {
        return Stream.concat(
                        names.profiles().stream().map(profile -> "profile " + profile),
                        names.routes().stream().map(route -> "route " + route))
                .toList();
    }

    private Reloaded readAgain() throws ProblemException {
        Configuration wanted = loader.load();
        Prepared prepared = prepare(wanted);

        Configuration before = configuration;
        Set<RouteName> listeningBefore = listeners.listening();
        configuration = wanted;
        Map<RouteName, ProblemException> problems = apply(prepared);
        return Reloaded.between(
                before,
                wanted,
                wanted.routes().stream()
                        .filter(before.routes()::contains)
                        .filter(route -> !listeningBefore.contains(route.name()) && !problems.containsKey(route.name()))
                        .map(route -> route.name().value())
                        .toList(),
                problems.entrySet().stream()
                        .map(of -> NotListening.of(of.getKey(), of.getValue().problem()))
                        .toList());
    }

    /// All that can fail. Nothing that runs is changed by it.
    private Prepared prepare(Configuration wanted) throws ProblemException {
        Map<ProfileGraph, List<Wired>> routes = new LinkedHashMap<>();
        List<ProfileGraph> begun = new ArrayList<>();
        listeners.changeKeysThatOthersMayHave();
        Set<RouteName> listening = listeners.listening();
        try {
            for (Profile profile : wanted.profiles()) {
                ProfileGraph graph;
                Optional<ProfileGraph> same =
                        graphs.stream().filter(known -> known.serves(profile)).findFirst();
                if (same.isPresent()) {
                    graph = same.get();
                } else {
                    graph = new ProfileGraph(profile, shared, reason -> endRequests(profile.name(), reason));
                    begun.add(graph);
                }
                routes.put(graph, graph.wire(profile.routes(), listening));
            }
        } catch (ProblemException failure) {
            begun.forEach(ProfileGraph::close);
            throw failure;
        }
        return new Prepared(routes, begun);
    }

    private Map<RouteName, ProblemException> apply(Prepared prepared) {
        List<ProfileGraph> gone = new ArrayList<>(graphs);
        gone.removeAll(prepared.routes().keySet());
        leaving.addAll(gone);
        Map<ProfileGraph, List<Wired>> come = put(prepared);
        Map<RouteName, ProblemException> problems = serve.apply(prepared.proxyRoutes());

        come.forEach(ProfileGraph::warmUpLater);
        prepared.begun().forEach(graph -> graph.session().resume());
        gone.forEach(this::leave);
        return problems;
    }

    /// Returns the routes that are new, each with its profile.
    private Map<ProfileGraph, List<Wired>> put(Prepared prepared) {
        Map<ProfileGraph, List<Wired>> come = new LinkedHashMap<>();
        prepared.routes().forEach((graph, routes) -> come.put(graph, graph.route(routes)));
        graphs = List.copyOf(prepared.routes().keySet());
        watched.accept(graphs);
        return come;
    }

    /// Its connections to the gateway close after the last request that needs them.
    private void leave(ProfileGraph gone) {
        gone.session().leave();
        shared.threads().blocking().execute(() -> {
            try {
                do {
                    Thread.sleep(LOOK_AGAIN);
                } while (!gone.openRequests().isEmpty());
                leaving.remove(gone);
                gone.close();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public List<OfOne> all() {
        return graphs.stream()
                .map(graph -> new OfOne(
                        graph.session(),
                        graph.routes().stream().map(Wired::route).toList()))
                .toList();
    }

    /// Those that are to be renewed.
    List<CachedTokenSource> tokens() {
        return graphs.stream().flatMap(graph -> graph.tokens().stream()).toList();
    }

    /// Serves no route any more; requests under way go on.
    synchronized void stopServing() {
        ending = true;
        var _ = serve.apply(List.of());
    }

    /// Ends every request that is under way, for that reason.
    void endRequests(Problem reason) {
        everyGraph().forEach(graph -> graph.openRequests().endAll(reason));
    }

    /// Those too that began before the profile's settings were changed.
    private void endRequests(ProfileName profile, Problem reason) {
        everyGraph()
                .filter(graph -> graph.name().equals(profile))
                .forEach(graph -> graph.openRequests().endAll(reason));
    }

    private Stream<ProfileGraph> everyGraph() {
        return Stream.concat(graphs.stream(), leaving.stream());
    }

    void awaitBrowsers() {
        graphs.forEach(ProfileGraph::awaitBrowser);
    }

    /// Cuts what is under way.
    @Override
    public void close() {
        everyGraph().forEach(ProfileGraph::close);
    }
}
