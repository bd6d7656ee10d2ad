package dev.lakegate.telemetry.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/// A figure that the program has anyway; it is looked up when the metrics are read.
///
/// @param name   in Micrometer's form: words with dots between them
/// @param labels their values are few: names of profiles and routes, states
/// @param value  must not block for long, whatever has become of what it tells of
public record Figure(String name, Kind kind, String help, Map<String, String> labels, DoubleSupplier value) {
    public Figure {
        labels = Map.copyOf(labels);
    }

    /// What becomes of it with the time.
    public enum Kind {
        /// It goes up and down.
        LEVEL,
        /// It goes up, and begins anew at a start or when what it tells of is replaced.
        COUNT
    }
}
