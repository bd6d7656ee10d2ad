package dev.lakegate.telemetry.otlp;

import java.io.IOException;

/// Where metrics and traces are sent.
@FunctionalInterface
public interface Collector {
    /// Sends one message of the OpenTelemetry protocol, in protobuf. Blocks until it was taken; throws when it was not.
    void send(byte[] message) throws IOException;
}
