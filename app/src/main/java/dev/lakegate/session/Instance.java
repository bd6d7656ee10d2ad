package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.model.Grant;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.ProgramProblem.UnknownProfile;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Proxy;
import dev.lakegate.proxy.ProxyRoute;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The running program: every profile's session and every route's listener.
public final class Instance {
    private final String version;
    private final List<ProfileSession> sessions;
    private final Proxy proxy;
    private final LocalKeys localKeys;
    private final Map<RouteName, Problem> notListening = new ConcurrentHashMap<>();

    public Instance(String version, List<ProfileSession> sessions, Proxy proxy, LocalKeys localKeys) {
        this.version = version;
        this.sessions = List.copyOf(sessions);
        this.proxy = proxy;
        this.localKeys = localKeys;
    }

    /// Opens the routes' ports. A route that cannot have its port does not keep the others from serving.
    ///
    /// @return what went wrong, route by route
    public List<ProblemException> listen(List<ProxyRoute> routes) throws ProblemException {
        List<ProblemException> problems = new ArrayList<>();
        for (ProxyRoute route : routes) {
            RouteName name = route.route().name();
            try {
                proxy.listen(route);
            } catch (ProblemException failure) {
                if (failure.problem() instanceof PortTaken) {
                    // clients may have sent the key to whoever holds the port
                    localKeys.rotate(name);
                }
                notListening.put(name, failure.problem());
                problems.add(failure);
            }
        }
        return problems;
    }

    public StatusReport status() throws ProblemException {
        List<OfProfile> profiles = new ArrayList<>();
        for (ProfileSession session : sessions) {
            profiles.add(status(session));
        }
        return new StatusReport(version, ProcessHandle.current().pid(), true, profiles);
    }

    /// The session of that profile; of the only one when none is named.
    public ProfileSession session(Optional<String> profile) throws ProblemException {
        List<String> names = sessions.stream()
                .map(session -> session.profile().name().value())
                .toList();
        if (profile.isEmpty() && sessions.size() == 1) {
            return sessions.getFirst();
        }
        String wanted = profile.orElse("");
        return sessions.stream()
                .filter(session -> session.profile().name().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new UnknownProfile(wanted, names)));
    }

    private OfProfile status(ProfileSession session) throws ProblemException {
        Optional<Grant> grant = session.grant();
        SignInState state = session.isSigningIn()
                ? SignInState.SIGNING_IN
                : grant.isPresent() ? SignInState.SIGNED_IN : SignInState.SIGNED_OUT;
        return new OfProfile(
                session.profile().name().value(),
                session.profile().issuer().toString(),
                session.profile().gateway().toString(),
                state,
                grant.map(known -> known.person().label()).orElse(null),
                grant.map(known -> known.identityToken().expiresAt()).orElse(null),
                grant.flatMap(Grant::refreshToken).isPresent(),
                "memory",
                null,
                null,
                session.profile().routes().stream().map(this::status).toList());
    }

    private OfRoute status(Route route) {
        Problem problem = notListening.get(route.name());
        return new OfRoute(
                route.name().value(),
                route.port(),
                route.workspace(),
                problem == null,
                problem == null ? null : problem.code());
    }
}
