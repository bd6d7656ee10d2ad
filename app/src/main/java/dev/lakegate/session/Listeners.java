package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotForBrowsers;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.proxy.browser.BrowserEntry;
import dev.lakegate.session.StatusReport.OfRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The routes' listeners, and what keeps some of them from listening.
public final class Listeners {
    private final LocalKeys localKeys;
    private final Map<RouteName, Optional<Problem>> opened = new ConcurrentHashMap<>();
    private final Map<RouteName, BrowserEntry> entries = new ConcurrentHashMap<>();

    public Listeners(LocalKeys localKeys) {
        this.localKeys = localKeys;
    }

    /// Opens the routes' ports. A route that cannot have its port does not keep the others from serving.
    ///
    /// @return what went wrong, route by route
    public List<ProblemException> open(Proxy proxy, List<ProxyRoute> routes) throws ProblemException {
        List<ProblemException> problems = new ArrayList<>();
        for (ProxyRoute route : routes) {
            RouteName name = route.route().name();
            try {
                proxy.listen(route);
                opened.put(name, Optional.empty());
                route.browsers().ifPresent(entry -> entries.put(name, entry));
            } catch (ProblemException failure) {
                if (failure.problem() instanceof PortTaken) {
                    // clients may have sent the key to whoever holds the port
                    localKeys.rotate(name);
                }
                opened.put(name, Optional.of(failure.problem()));
                problems.add(failure);
            }
        }
        return problems;
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
        return Objects.requireNonNull(entries.get(route.name()));
    }

    private Optional<Problem> problem(Route route) {
        return opened.getOrDefault(route.name(), Optional.of(new NotRunning()));
    }

    OfRoute status(Route route) {
        Optional<Problem> problem = problem(route);
        return new OfRoute(
                route.name().value(),
                route.port(),
                route.workspace(),
                problem.isEmpty(),
                problem.map(Problem::code).orElse(null));
    }
}
