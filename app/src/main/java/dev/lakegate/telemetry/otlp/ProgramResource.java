package dev.lakegate.telemetry.otlp;

import java.util.Map;
import java.util.UUID;

/// Whose metrics and traces these are, in the words of OpenTelemetry's semantic conventions.
///
/// @param version  of the program
/// @param instance tells two machines, and two starts, apart and names neither
public record ProgramResource(String version, String instance) {

    public static ProgramResource ofThisStart(String version) {
        return new ProgramResource(version, UUID.randomUUID().toString());
    }

    /// The attributes' names and values.
    public Map<String, String> attributes() {
        return Map.of("service.name", "lakegate", "service.version", version, "service.instance.id", instance);
    }
}
