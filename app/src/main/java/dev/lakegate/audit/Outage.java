package dev.lakegate.audit;

import dev.lakegate.audit.AuditEvent.Lost;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A time during which the log cannot be written. Changed by one thread at a time.
final class Outage {
    private volatile boolean on;
    private @Nullable Instant first;
    private long count;
    private final LongAdder ever = new LongAdder();
    private String reason = "";

    /// Cheap, for any thread.
    boolean isOn() {
        return on;
    }

    /// Whether it begins by this failure.
    boolean begins(IOException failure) {
        boolean begins = !on;
        if (begins) {
            reason = Reason.of(failure);
            on = true;
        }
        return begins;
    }

    /// One more line is lost, which would have been of that moment.
    void lost(Instant at) {
        if (first == null) {
            first = at;
        }
        count++;
        ever.increment();
    }

    /// Lines lost in this outage and all before it. For any thread.
    long ever() {
        return ever.sum();
    }

    /// Lines that are lost so far.
    long count() {
        return count;
    }

    Lost event(Instant now) {
        Instant begun = first;
        return new Lost(now, count, begun == null ? now : begun, reason);
    }

    void over() {
        on = false;
        first = null;
        count = 0;
    }
}
