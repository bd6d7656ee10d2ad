package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `[metrics]`.
final class MetricsReader {
    private final SettingReader reader;
    private final Path folder;

    /// @param folder from which relative paths count
    MetricsReader(SettingReader reader, Path folder) {
        this.reader = reader;
        this.folder = folder;
    }

    /// @param profiles whose routes have ports, too
    MetricsSettings read(List<Profile> profiles) {
        Optional<Integer> port = reader.optional("metrics.prometheus_port", ANYWHERE, Form.number(1, 65_535));
        port.ifPresent(wanted -> refuseAsPortOfARoute(wanted, profiles));
        // a project's .env must not decide who is told what this machine does
        Optional<URI> otlp = reader.optional("metrics.otlp", NOT_FROM_ENVIRONMENT, Form.collector());
        Optional<Path> authorization =
                reader.optional("metrics.otlp_authorization_file", NOT_FROM_ENVIRONMENT, Form.path(folder));
        if (authorization.isPresent() && !reader.isSet("metrics.otlp")) {
            reader.report(
                    reader.originOf("metrics.otlp_authorization_file"),
                    "'metrics.otlp_authorization_file' is sent to nobody",
                    "set 'metrics.otlp' too, or remove it");
        }
        return new MetricsSettings(
                port,
                otlp,
                reader.withDefault("metrics.otlp_interval", Form.duration(), Duration.ofMinutes(1)),
                authorization);
    }

    private void refuseAsPortOfARoute(int port, List<Profile> profiles) {
        profiles.stream()
                .flatMap(profile -> profile.routes().stream())
                .filter(route -> route.port() == port || route.tlsPort().equals(Optional.of(port)))
                .findFirst()
                .ifPresent(route -> reader.report(
                        reader.originOf("metrics.prometheus_port"),
                        "port " + port + " is the port of route '" + route.name() + "' too",
                        "give the metrics a port of their own"));
    }
}
