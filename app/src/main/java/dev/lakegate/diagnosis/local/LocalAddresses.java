package dev.lakegate.diagnosis.local;

import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import dev.lakegate.proxy.LocalKeys;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client's address is to the proxy. Addresses come from other programs' settings: of one that is not the
/// proxy's nothing but its host is ever told.
final class LocalAddresses {
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z]+://)?(?:[^/@]*@)?(?<host>\\[[0-9a-f:]+]|[A-Za-z0-9.-]+)(?::(?<port>\\d{1,5}))?(?:[/;?].*)?");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Map<Integer, RouteName> routes = new LinkedHashMap<>();
    private final Set<String> servers = new LinkedHashSet<>();
    private final LocalKeys keys;

    LocalAddresses(Surroundings surroundings) {
        keys = new LocalKeys(surroundings.locations().stateFolder().resolve("keys"));
        surroundings
                .configuration()
                .fold(
                        read -> {
                            read.profiles()
                                    .forEach(profile -> servers.add(
                                            String.valueOf(profile.gateway().getHost())));
                            read.routes().forEach(route -> {
                                routes.put(route.port(), route.name());
                                servers.add(route.workspace());
                            });
                            return true;
                        },
                        _ -> false);
        surroundings.ofEachSession(profile -> {
            profile.routes().forEach(route -> routes.put(route.port(), new RouteName(route.name())));
            return List.of();
        });
    }

    /// The route at the address, when it is one of the proxy's.
    Optional<RouteName> route(String address) {
        Matcher parts = HOST.matcher(address);
        return parts.matches() && LOOPBACK.contains(parts.group("host")) && parts.group("port") != null
                ? Optional.ofNullable(routes.get(Integer.parseInt(parts.group("port"))))
                : Optional.empty();
    }

    /// The address's host, for people; never what else stands in it.
    static Phrase host(String address) {
        String host = bareHost(address);
        return host.isEmpty() ? Phrase.of("doctor.clients.no_address") : Phrase.verbatim(host);
    }

    /// Empty for what is no address.
    private static String bareHost(String address) {
        Matcher parts = HOST.matcher(address);
        return parts.matches() ? parts.group("host") : "";
    }

    /// Whether the address is a workspace's or a gateway's own, as the configuration names it.
    boolean goesRound(String address) {
        return servers.contains(bareHost(address)) && !isLocal(address);
    }

    /// Whether the address is on this machine, the proxy's or not.
    static boolean isLocal(String address) {
        return LOOPBACK.contains(bareHost(address));
    }

    /// Whether a client's token is the local key that the route takes now.
    boolean isKeyOf(RouteName route, Secret token) {
        try {
            return keys.of(route).equals(token);
        } catch (ProblemException unreadable) {
            return false;
        }
    }
}
