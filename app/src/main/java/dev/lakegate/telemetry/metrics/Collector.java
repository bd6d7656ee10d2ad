package dev.lakegate.telemetry.metrics;

import java.io.IOException;

/// Where metrics are sent.
@FunctionalInterface
public interface Collector {
    /// Sends one message of the OpenTelemetry protocol (`ExportMetricsServiceRequest`, in protobuf). Blocks until it
    /// was
    /// taken; throws when it was not.
    void send(byte[] message) throws IOException;
}
