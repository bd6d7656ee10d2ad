package dev.lakegate.audit;

import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A program that writes lines until it is killed, and prints the number of each that it has written.
final class AuditWriter {
    private AuditWriter() {}

    public static void main(String[] arguments) throws Exception {
        AuditSettings settings =
                new AuditSettings(200_000, Duration.ofDays(90), 1_000, 1_000_000_000, OnFailure.SERVE, List.of(), true);
        AuditLog log = new AuditLog(new AuditFolder(Path.of(arguments[0])), settings, InstantSource.system());
        log.append(new AuditEvent.Started(
                InstantSource.system().instant(),
                "test",
                null,
                ProcessHandle.current().pid(),
                Map.of()));
        for (int number = 0; ; number++) {
            log.append(WithAuditLog.entry(String.valueOf(number), "/" + "p".repeat(number % 300)));
            System.out.println(number);
        }
    }
}
