package dev.lakegate.cli;

import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.LocalRoute.TlsPort;
import dev.lakegate.config.Route;
import dev.lakegate.model.ClientSetupProblem.PortNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.PortTaken;
import dev.lakegate.model.ProgramProblem.UnknownRoute;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalCertificate;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.StatusReport.OfRoute;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The route that a command for clients is about: the one that is named, or the only one.
final class ChosenRoute {
    private ChosenRoute() {}

    /// Throws [PortTaken] when another program has its port: that one would be sent the key.
    static LocalRoute named(Context context, @Nullable String name) throws ProblemException, Refusal {
        Map<String, Place> places = places(context);
        RouteName route = new RouteName(chosen(name, List.copyOf(places.keySet())));
        Place place = places.getOrDefault(route.value(), new Place(0, false));
        if (place.isTaken()) {
            throw new ProblemException(new PortTaken(route, place.port()));
        }
        Optional<Route> configured = configured(context, route);
        if (configured.isPresent() && !configured.get().hasPorts()) {
            throw new ProblemException(new PortNeeded(route));
        }
        LocalKeys keys = new LocalKeys(context.locations().stateFolder().resolve("keys"));
        return new LocalRoute(route, place.port(), keys.of(route), keys.file(route), tls(context, configured));
    }

    private static Optional<Route> configured(Context context, RouteName route) throws ProblemException {
        return context.configuration().routes().stream()
                .filter(known -> known.name().equals(route))
                .findFirst();
    }

    private static Optional<TlsPort> tls(Context context, Optional<Route> route) {
        Path authorities =
                LocalCertificate.in(context.locations().stateFolder()).bundle();
        return route.flatMap(Route::tlsPort).map(port -> new TlsPort(port, authorities));
    }

    /// Where a route is to be reached.
    ///
    /// @param isTaken by another program
    private record Place(int port, boolean isTaken) {}

    /// The running program's ports, which flags may have moved; without one, those of the configuration.
    private static Map<String, Place> places(Context context) throws ProblemException, Refusal {
        Map<String, Place> places = new LinkedHashMap<>();
        ControlClient running = context.running();
        if (running.isRunning()) {
            running.status()
                    .profiles()
                    .forEach(profile -> profile.routes().forEach(known -> places.put(known.name(), place(known))));
        } else {
            context.configuration()
                    .routes()
                    .forEach(known -> places.put(known.name().value(), new Place(known.port(), false)));
        }
        return places;
    }

    private static Place place(OfRoute route) {
        return new Place(route.port(), PortTaken.CODE.equals(route.problem()));
    }

    private static String chosen(@Nullable String name, List<String> known) throws ProblemException {
        if (name == null && known.size() == 1) {
            return known.getFirst();
        }
        if (name == null || !known.contains(name)) {
            throw new ProblemException(new UnknownRoute(name == null ? "" : name, known));
        }
        return name;
    }
}
