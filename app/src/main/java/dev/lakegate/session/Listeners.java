package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.NotForBrowsers;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.Entry;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.RouteListener;
import dev.lakegate.proxy.browser.BrowserEntry;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.changes.Changes.Unreached;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The routes' listeners, and what keeps some of them from listening.
public final class Listeners {
    private final LocalKeys localKeys;
    private final Path sockets;
    private final Map<Entry, RouteListener> listeners = new HashMap<>();
    private volatile Map<RouteName, Optional<Problem>> opened = Map.of();
    private volatile Map<RouteName, BrowserEntry> browsers = Map.of();

    /// @param sockets the folder of the routes' sockets
    public Listeners(LocalKeys localKeys, Path sockets) {
        this.localKeys = localKeys;
        this.sockets = sockets;
    }

    /// Serves these routes and no others. A port that stays is never closed, whichever route it serves from now
    /// on; on one that goes, requests under way go on. A route that cannot have its port does not keep the
    /// others from serving.
    ///
    /// @return what went wrong, route by route
    public synchronized Map<RouteName, ProblemException> serve(Proxy proxy, List<ProxyRoute> routes) {
        Map<RouteName, ProblemException> problems = new LinkedHashMap<>();
        Map<RouteName, Optional<Problem>> now = new HashMap<>();
        Set<Entry> wanted = new HashSet<>();
        routes.forEach(route -> wanted.addAll(Entry.of(route.route())));
        for (RouteListener listener : List.copyOf(listeners.values())) {
            if (!wanted.contains(listener.entry())) {
                listeners.remove(listener.entry());
                proxy.close(listener);
            }
        }
        for (ProxyRoute route : routes) {
            RouteName name = route.route().name();
            now.put(name, Optional.empty());
            for (Entry entry : Entry.of(route.route())) {
                try {
                    serve(proxy, route, entry);
                } catch (ProblemException failure) {
                    ProblemException told =
                            failure.problem() instanceof PortTaken ? keyChanged(name, failure) : failure;
                    now.put(name, Optional.of(told.problem()));
                    problems.put(name, told);
                }
            }
        }
        opened = Map.copyOf(now);
        browsers = routes.stream()
                .filter(route -> route.browsers().isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        route -> route.route().name(), route -> route.browsers().orElseThrow()));
        return problems;
    }

    private void serve(Proxy proxy, ProxyRoute route, Entry entry) throws ProblemException {
        RouteListener listener = listeners.get(entry);
        if (listener == null) {
            listeners.put(entry, proxy.listen(route, entry));
        } else if (!listener.route().equals(route)) {
            listener.serve(route);
        }
    }

    /// Changes the keys of the routes whose ports others have held until now, to whom clients went on to send them.
    /// Before these are served again.
    public synchronized void changeKeysThatOthersMayHave() throws ProblemException {
        for (Map.Entry<RouteName, Optional<Problem>> route : opened.entrySet()) {
            if (route.getValue().filter(PortTaken.class::isInstance).isPresent()) {
                localKeys.rotate(route.getKey());
            }
        }
    }

    /// Clients may have sent the key to whoever holds the port. Returns what is to be told.
    private ProblemException keyChanged(RouteName route, ProblemException portTaken) {
        try {
            localKeys.rotate(route);
            return portTaken;
        } catch (ProblemException unchanged) {
            return unchanged;
        }
    }

    /// The names of the routes that listen.
    public Set<RouteName> listening() {
        return opened.entrySet().stream()
                .filter(route -> route.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Where browsers enter the route.
    BrowserEntry entry(Route route) throws ProblemException {
        if (route.credential() != Credential.IDENTITY) {
            throw new ProblemException(new NotForBrowsers(route.name()));
        }
        Optional<Problem> problem = problem(route);
        if (problem.isPresent()) {
            throw new ProblemException(problem.get());
        }
        BrowserEntry entry = browsers.get(route.name());
        if (entry == null) {
            throw new ProblemException(new LocalFailure(
                    "open route '" + route.name() + "' in a browser", "it listens on its Unix-domain socket only"));
        }
        return entry;
    }

    private Optional<Problem> problem(Route route) {
        return opened.getOrDefault(route.name(), Optional.of(new NotRunning()));
    }

    /// @param unreached as the report has it
    OfRoute status(Route route, @Nullable Unreached unreached) {
        Optional<Problem> problem = problem(route);
        return new OfRoute(
                route.name().value(),
                route.port(),
                Entry.of(route).stream().map(entry -> entry.address(sockets)).toList(),
                route.workspace(),
                problem.isEmpty(),
                problem.map(Problem::code).orElse(null),
                unreached);
    }
}
