package dev.lakegate.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the program's metrics are given out: nowhere, unless asked for.
///
/// @param prometheusPort        of 127.0.0.1, where a Prometheus server fetches them
/// @param otlp                  to which they are sent
/// @param otlpInterval          from one such message to the next
/// @param otlpAuthorizationFile holds the value of the field `Authorization` for that address
public record MetricsSettings(
        Optional<Integer> prometheusPort,
        Optional<URI> otlp,
        Duration otlpInterval,
        Optional<Path> otlpAuthorizationFile) {

    /// Whether nobody asks for them.
    public boolean areOff() {
        return prometheusPort.isEmpty() && otlp.isEmpty();
    }
}
