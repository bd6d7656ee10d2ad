package dev.lakegate.audit;

import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Laptop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A log in real files, under a clock that a test moves.
public abstract class WithAuditLog {
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    protected static final AuditSettings ROOMY = settings(16_000_000, 10);

    @TempDir
    protected Path place;

    protected AuditFolder folder;
    protected Instant now = NOON;

    @BeforeEach
    void choose() {
        folder = new AuditFolder(place.resolve("audit"));
    }

    protected static AuditSettings settings(long maxFileBytes, int keepFiles) {
        return new AuditSettings(
                maxFileBytes, Duration.ofDays(90), keepFiles, 1_000_000_000, OnFailure.SERVE, List.of(), true);
    }

    protected static AuditSettings refusing() {
        return new AuditSettings(16_000_000, Duration.ofDays(90), 10, 1_000_000_000, OnFailure.REFUSE, List.of(), true);
    }

    protected AuditLog open(AuditSettings settings) throws ProblemException {
        return new AuditLog(folder, settings, () -> now);
    }

    /// Requests with the ids `0`, `1`, ….
    protected static void append(AuditLog log, int count) {
        for (int number = 0; number < count; number++) {
            append(log, entry(String.valueOf(number), "/"));
        }
    }

    /// Returns when the line is there or lost: the log's own thread may be the one that sees to it.
    protected static void append(AuditLog log, AuditEvent event) {
        Head head = log.head();
        long lost = log.lost();
        log.append(event);
        if (!isDecided(log, head, lost)) {
            Awaitility.await().pollDelay(Duration.ZERO).until(() -> isDecided(log, head, lost));
        }
    }

    private static boolean isDecided(AuditLog log, @Nullable Head head, long lost) {
        return !Objects.equals(log.head(), head) || log.lost() > lost;
    }

    protected static AuditEntry entry(String id, String path) {
        return new AuditEntry(
                NOON, id, null, "prod", "GET", path, Map.of(), 200, null, null, null, null, null, null, null, null,
                null, null, 0, 0, 0);
    }

    /// Of the requests, from the oldest file to the newest.
    protected List<Integer> numbers() {
        return requests().stream()
                .map(line -> Integer.parseInt(line.get("request_id").stringValue()))
                .toList();
    }

    protected List<JsonNode> requests() {
        return lines().stream().filter(line -> line.has("request_id")).toList();
    }

    /// Of that event.
    protected List<JsonNode> lines(String event) {
        return lines().stream()
                .filter(line -> line.path("event").asString("").equals(event))
                .toList();
    }

    protected List<JsonNode> lines() {
        return Laptop.auditLines(folder);
    }

    protected static List<String> text(Path file) throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }

    /// Replaces a file's lines.
    protected static void write(Path file, List<String> lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
