package dev.lakegate.telemetry.metrics;

import dev.lakegate.telemetry.EndedRequest;

/// Learns of every request at its end, on the thread that ends it, and neither blocks nor throws.
@FunctionalInterface
public interface RequestMeter {
    /// Where no metrics are asked for.
    RequestMeter NONE = _ -> {};

    void ended(EndedRequest request);
}
