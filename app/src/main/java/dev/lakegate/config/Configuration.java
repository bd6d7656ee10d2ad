package dev.lakegate.config;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
import java.util.List;
import java.util.Optional;

/// The whole configuration, immutable; [ConfigurationLoader] reads it.
///
/// @param notifications whether the desktop app shows any
public record Configuration(
        List<Profile> profiles,
        CredentialSettings credentials,
        AuditSettings audit,
        JoinSettings join,
        NetworkSettings network,
        MetricsSettings metrics,
        TracesSettings traces,
        LogFormat logFormat,
        boolean notifications) {
    public Configuration {
        profiles = List.copyOf(profiles);
    }

    /// Route names are unique across profiles, so that a command needs no more than the route.
    public Optional<Profile> profileOf(RouteName route) {
        return profiles.stream()
                .filter(profile -> profile.routes().stream()
                        .anyMatch(candidate -> candidate.name().equals(route)))
                .findFirst();
    }

    public Optional<Profile> profile(ProfileName name) {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    public List<Route> routes() {
        return profiles.stream().flatMap(profile -> profile.routes().stream()).toList();
    }
}
