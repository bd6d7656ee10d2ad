package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.session.StatusReport.OfRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The routes' listeners, and what keeps some of them from listening.
public final class Listeners {
    private final LocalKeys localKeys;
    private final Map<RouteName, Optional<Problem>> opened = new ConcurrentHashMap<>();

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

    OfRoute status(Route route) {
        Optional<Problem> problem = opened.getOrDefault(route.name(), Optional.of(new NotRunning()));
        return new OfRoute(
                route.name().value(),
                route.port(),
                route.workspace(),
                problem.isEmpty(),
                problem.map(Problem::code).orElse(null));
    }
}
