package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Streams whose next part is sent only when the client has said that it has the one before, so that no clock is needed
/// to tell whether parts arrive one by one.
final class Confirmations {
    private static final long PATIENCE_SECONDS = 20;

    private final Map<String, Semaphore> streams = new ConcurrentHashMap<>();

    /// The client has all parts of this stream that were sent.
    void confirm(String stream) {
        confirmed(stream).release();
    }

    /// Blocks until the next part may be sent.
    ///
    /// @throws IOException if nothing is confirmed: the stream must not end as if all were well
    void await(String stream) throws IOException {
        try {
            if (!confirmed(stream).tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the client has not confirmed a part of stream " + stream);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the workspace stops", stopping);
        }
    }

    private Semaphore confirmed(String stream) {
        return streams.computeIfAbsent(stream, _ -> new Semaphore(0));
    }
}
