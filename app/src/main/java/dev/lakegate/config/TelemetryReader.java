package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.model.Phrase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `[metrics]` and `[traces]`.
final class TelemetryReader {
    private final SettingReader reader;
    private final Path folder;

    /// @param folder from which relative paths count
    TelemetryReader(SettingReader reader, Path folder) {
        this.reader = reader;
        this.folder = folder;
    }

    /// @param profiles whose routes have ports, too
    MetricsSettings metrics(List<Profile> profiles) {
        Optional<Integer> port = reader.optional("metrics.prometheus_port", ANYWHERE, Form.number(1, 65_535));
        port.ifPresent(wanted -> refuseAsPortOfARoute(wanted, profiles));
        return new MetricsSettings(
                port,
                collector("metrics"),
                reader.withDefault("metrics.otlp_interval", Form.duration(), Duration.ofMinutes(1)),
                authorization("metrics"));
    }

    TracesSettings traces() {
        return new TracesSettings(
                collector("traces"), reader.withDefault("traces.sampled", Form.share(), 0.1), authorization("traces"));
    }

    /// A project's .env must not decide who is told what this machine does.
    private Optional<URI> collector(String table) {
        return reader.optional(table + ".otlp", NOT_FROM_ENVIRONMENT, AddressForm.collector(table));
    }

    private Optional<Path> authorization(String table) {
        String key = table + ".otlp_authorization_file";
        Optional<Path> file = reader.optional(key, NOT_FROM_ENVIRONMENT, Form.path(folder));
        if (file.isPresent() && !reader.isSet(table + ".otlp")) {
            reader.report(
                    reader.originOf(key),
                    Phrase.of("setting.authorization_file", key),
                    Phrase.of("setting.authorization_file.remedy", table + ".otlp"));
        }
        return file;
    }

    private void refuseAsPortOfARoute(int port, List<Profile> profiles) {
        profiles.stream()
                .flatMap(profile -> profile.routes().stream())
                .filter(route -> route.port() == port || route.tlsPort().equals(Optional.of(port)))
                .findFirst()
                .ifPresent(route -> reader.report(
                        reader.originOf("metrics.prometheus_port"),
                        Phrase.of(
                                "setting.port_twice",
                                String.valueOf(port),
                                route.name().value()),
                        Phrase.of("setting.metrics_port.remedy")));
    }
}
