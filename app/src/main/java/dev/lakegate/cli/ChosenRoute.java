package dev.lakegate.cli;

import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.LocalRoute.TlsPort;
import dev.lakegate.config.Route;
import dev.lakegate.model.ClientSetupProblem.PortNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.UnknownRoute;
import dev.lakegate.model.RouteName;
import dev.lakegate.proxy.LocalCertificate;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The route that a command for clients is about: the one that is named, or the only one.
final class ChosenRoute {
    private ChosenRoute() {}

    static LocalRoute named(Context context, @Nullable String name) throws ProblemException, Refusal {
        Map<String, Integer> ports = ports(context);
        RouteName route = new RouteName(chosen(name, List.copyOf(ports.keySet())));
        Optional<Route> configured = configured(context, route);
        if (configured.isPresent() && !configured.get().hasPorts()) {
            throw new ProblemException(new PortNeeded(route));
        }
        LocalKeys keys = new LocalKeys(context.locations().stateFolder().resolve("keys"));
        return new LocalRoute(
                route,
                ports.getOrDefault(route.value(), 0),
                keys.of(route),
                keys.file(route),
                tls(context, configured));
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

    /// The running program's ports, which flags may have moved; without one, those of the configuration.
    private static Map<String, Integer> ports(Context context) throws ProblemException, Refusal {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ControlClient running = context.running();
        if (running.isRunning()) {
            running.status()
                    .profiles()
                    .forEach(profile -> profile.routes().forEach(known -> ports.put(known.name(), known.port())));
        } else {
            context.configuration()
                    .routes()
                    .forEach(known -> ports.put(known.name().value(), known.port()));
        }
        return ports;
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
