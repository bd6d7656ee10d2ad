package dev.lakegate.session;

import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.MetricsSettings;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.config.TracesSettings;
import dev.lakegate.model.Problem;
import dev.lakegate.model.RouteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// What reading the configuration again has changed; its JSON form is stable.
///
/// @param listening    unchanged routes whose port was taken and is theirs now
/// @param notListening routes that do not serve, and why
/// @param atNextStart  settings that have changed and are only looked at when the program starts
@JsonNaming(SnakeCaseStrategy.class)
public record Reloaded(
        Names added,
        Names changed,
        Names removed,
        List<String> listening,
        List<NotListening> notListening,
        List<String> atNextStart) {
    private static final Map<String, Function<AuditSettings, Object>> AUDIT = new TreeMap<>(Map.of(
            "audit.max_file_size",
            AuditSettings::maxFileBytes,
            "audit.keep",
            AuditSettings::keep,
            "audit.keep_files",
            AuditSettings::keepFiles,
            "audit.keep_size",
            AuditSettings::keepBytes,
            "audit.on_failure",
            AuditSettings::onFailure,
            "audit.query_names",
            AuditSettings::queryNames,
            "audit.recognise_runs",
            AuditSettings::recognisesRuns));

    private static final Map<String, Function<MetricsSettings, Object>> METRICS = new TreeMap<>(Map.of(
            "metrics.prometheus_port",
            MetricsSettings::prometheusPort,
            "metrics.otlp",
            MetricsSettings::otlp,
            "metrics.otlp_interval",
            MetricsSettings::otlpInterval,
            "metrics.otlp_authorization_file",
            MetricsSettings::otlpAuthorizationFile));

    private static final Map<String, Function<TracesSettings, Object>> TRACES = new TreeMap<>(Map.of(
            "traces.otlp",
            TracesSettings::otlp,
            "traces.otlp_authorization_file",
            TracesSettings::otlpAuthorizationFile,
            "traces.sampled",
            TracesSettings::sampled));

    public Reloaded {
        listening = List.copyOf(listening);
        notListening = List.copyOf(notListening);
        atNextStart = List.copyOf(atNextStart);
    }

    /// Profiles and routes by their names. A profile counts as changed by its own settings, not by its routes.
    public record Names(List<String> profiles, List<String> routes) {
        public Names {
            profiles = List.copyOf(profiles);
            routes = List.copyOf(routes);
        }
    }

    /// A route without its port.
    ///
    /// @param problem the code of what keeps it from listening
    /// @param remedy  what the person can do about it, after what has happened
    public record NotListening(String route, String problem, String remedy) {
        public static NotListening of(RouteName route, Problem problem) {
            return new NotListening(
                    route.value(), problem.code(), problem.text().toString());
        }
    }

    /// From one configuration to the other.
    public static Reloaded between(
            Configuration before, Configuration after, List<String> listening, List<NotListening> notListening) {
        Function<Configuration, List<Profile>> profiles = configuration -> configuration.profiles().stream()
                .map(profile -> profile.withRoutes(List.of()))
                .toList();
        Function<Profile, String> profileName = profile -> profile.name().value();
        Function<Route, String> routeName = route -> route.name().value();
        List<Profile> profilesBefore = profiles.apply(before);
        List<Profile> profilesAfter = profiles.apply(after);
        return new Reloaded(
                new Names(
                        absent(profilesAfter, profilesBefore, profileName),
                        absent(after.routes(), before.routes(), routeName)),
                new Names(
                        changed(profilesAfter, profilesBefore, profileName),
                        changed(after.routes(), before.routes(), routeName)),
                new Names(
                        absent(profilesBefore, profilesAfter, profileName),
                        absent(before.routes(), after.routes(), routeName)),
                listening,
                notListening,
                atNextStart(before, after));
    }

    private static <T> List<String> absent(List<T> here, List<T> there, Function<T, String> name) {
        return names(here, name, one -> find(name.apply(one), there, name).isEmpty());
    }

    private static <T> List<String> changed(List<T> here, List<T> there, Function<T, String> name) {
        return names(
                here,
                name,
                one -> find(name.apply(one), there, name)
                        .filter(other -> !other.equals(one))
                        .isPresent());
    }

    private static <T> List<String> names(List<T> of, Function<T, String> name, Predicate<T> which) {
        return of.stream().filter(which).map(name).toList();
    }

    private static <T> Optional<T> find(String name, List<T> among, Function<T, String> nameOf) {
        return among.stream().filter(one -> nameOf.apply(one).equals(name)).findFirst();
    }

    private static List<String> atNextStart(Configuration before, Configuration after) {
        List<String> settings = new ArrayList<>();
        if (!Objects.equals(before.credentials(), after.credentials())) {
            settings.add("credentials.store");
        }
        if (before.logFormat() != after.logFormat()) {
            settings.add("log.format");
        }
        if (before.notifications() != after.notifications()) {
            settings.add("notifications.show");
        }
        settings.addAll(different(METRICS, before.metrics(), after.metrics()));
        settings.addAll(different(TRACES, before.traces(), after.traces()));
        settings.addAll(different(AUDIT, before.audit(), after.audit()));
        return settings;
    }

    private static <T> List<String> different(Map<String, Function<T, Object>> settings, T before, T after) {
        return settings.entrySet().stream()
                .filter(setting -> !setting.getValue()
                        .apply(before)
                        .equals(setting.getValue().apply(after)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
