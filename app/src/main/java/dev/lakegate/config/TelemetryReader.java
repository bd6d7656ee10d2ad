package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.model.Phrase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Reads `[metrics]` and `[traces]`.
final class TelemetryReader {
    private final SettingReader reader;
    private final Path folder;
    private final OnlyOnce onlyOnce;

    /// @param folder   from which relative paths count
    /// @param onlyOnce which knows the routes' ports
    TelemetryReader(SettingReader reader, Path folder, OnlyOnce onlyOnce) {
        this.reader = reader;
        this.folder = folder;
        this.onlyOnce = onlyOnce;
    }

    MetricsSettings metrics() {
        Optional<Integer> port = reader.optional("metrics.prometheus_port", ANYWHERE, Form.number(1, 65_535));
        port.ifPresent(wanted -> onlyOnce.portOfMetrics(wanted, "metrics.prometheus_port"));
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
}
