package dev.lakegate.config;

import dev.lakegate.model.ProfileName;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// What the administrator's file alone decides about `lakegate join`.
///
/// @param gateways      the only origins that may be joined; empty where the person decides
/// @param administrated the profiles of which the administrator has set where tokens come from or go to
public record JoinSettings(List<URI> gateways, Set<ProfileName> administrated) {
    public JoinSettings {
        gateways = List.copyOf(gateways);
        administrated = Set.copyOf(administrated);
    }
}
