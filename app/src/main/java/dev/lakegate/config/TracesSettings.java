package dev.lakegate.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the requests' traces are sent: nowhere, unless asked for.
///
/// @param otlp                  to which they are sent
/// @param sampled               how many of the traces that begin here are, of one
/// @param otlpAuthorizationFile holds the value of the field `Authorization` for that address
public record TracesSettings(Optional<URI> otlp, double sampled, Optional<Path> otlpAuthorizationFile) {

    /// Whether nobody asks for them.
    public boolean areOff() {
        return otlp.isEmpty();
    }
}
