package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// What the workspace got: in memory when a request arrives, in a file of JSON Lines when it has been answered.
final class RequestLog {
    private static final int KEPT = 10_000;

    private final Path file;
    private final Queue<ReceivedRequest> kept = new ArrayDeque<>();
    private long count;

    RequestLog(Path file) {
        this.file = file;
    }

    synchronized void arrived(ReceivedRequest request) {
        if (kept.size() == KEPT) {
            kept.remove();
        }
        kept.add(request);
        count++;
    }

    synchronized void answered(ReceivedRequest request, int status) {
        var line = Json.object(
                "ts", Instant.now().toString(),
                "node", request.node(),
                "method", request.method(),
                "path", request.path(),
                "status", status,
                "user", request.user().orElse(null),
                "x_request_id", request.fields().get("X-Request-Id"),
                "traceparent", request.fields().get("traceparent"));
        try {
            Files.writeString(file, Json.text(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<ReceivedRequest> requests() {
        return List.copyOf(kept);
    }

    synchronized long count() {
        return count;
    }

    synchronized void forget() {
        kept.clear();
        count = 0;
    }

    Path file() {
        return file;
    }
}
