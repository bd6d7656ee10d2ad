package dev.lakegate.session.join;

import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.model.RouteName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a gateway offers a new laptop at `/.well-known/lakegate`, in the words of `lakegate.toml`. Well-formed, but not
/// yet checked as a configuration.
///
/// @param release of Lakegate that people are to have, where the gateway's administrator says it
record Descriptor(List<OfferedProfile> profiles, Optional<ReleaseNumber> release) {
    /// Of the form that this program reads.
    static final int VERSION = 1;

    Descriptor {
        profiles = List.copyOf(profiles);
    }

    /// One issuer's profile.
    ///
    /// @param settings keys of `[profile.NAME]` and their values, in the order in which people read them
    record OfferedProfile(ProfileName name, Map<String, Object> settings, List<OfferedRoute> routes) {
        OfferedProfile {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            routes = List.copyOf(routes);
        }

        String issuer() {
            return String.valueOf(settings.get("issuer"));
        }

        String clientId() {
            return String.valueOf(settings.get("client_id"));
        }
    }

    /// One workspace.
    ///
    /// @param settings keys of `[profile.NAME.route.ROUTE]` other than the port, and their values
    /// @param port     proposed for this machine
    record OfferedRoute(RouteName name, Map<String, Object> settings, Optional<Integer> port) {
        OfferedRoute {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }
}
