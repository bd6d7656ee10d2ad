package dev.lakegate.config;

import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProfileName;
import java.util.HashMap;
import java.util.Map;

/// What a configuration can give to one alone: ports, and names of routes. Whoever comes second is a problem, whether
/// or not something else is wrong with either.
final class OnlyOnce {
    private final SettingReader reader;
    private final Map<Integer, String> routesByPort = new HashMap<>();
    private final Map<String, ProfileName> profilesByRoute = new HashMap<>();

    OnlyOnce(SettingReader reader) {
        this.reader = reader;
    }

    /// @param key the port's
    void portOfRoute(int port, String route, String key) {
        if (!portIsFree(port, key, Phrase.of("setting.port_twice.remedy"))) {
            return;
        }
        routesByPort.put(port, route);
    }

    /// After those of all routes.
    void portOfMetrics(int port, String key) {
        var _ = portIsFree(port, key, Phrase.of("setting.metrics_port.remedy"));
    }

    private boolean portIsFree(int port, String key, Phrase remedy) {
        String other = routesByPort.get(port);
        if (other == null) {
            return true;
        }
        reader.report(reader.originOf(key), Phrase.of("setting.port_twice", String.valueOf(port), other), remedy);
        return false;
    }

    /// @param table the route's
    void nameOfRoute(String route, ProfileName profile, String table) {
        ProfileName other = profilesByRoute.putIfAbsent(route, profile);
        if (other != null) {
            reader.report(
                    reader.originOf(table),
                    Phrase.of("setting.route_twice", route, other.value()),
                    Phrase.of("setting.route_twice.remedy"));
        }
    }
}
