package dev.lakegate.telemetry.traces;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many spans wait to be sent, the batch on its way included, and how many were lost. OpenTelemetry's own queue
/// tells nobody what it drops.
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final URI address;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();

    /// @param address to which they are sent
    Backlog(URI address) {
        this.address = address;
    }

    /// Whether there is room for one more, which then waits; else it is lost.
    boolean takes(int most) {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        waiting.decrementAndGet();
        lost.increment();
        if (told.compareAndSet(false, true)) {
            LOG.warn("More spans are made than {} takes; some are left out, see traces.sampled", address);
        }
        return false;
    }

    void sent(int spans) {
        waiting.addAndGet(-spans);
    }

    /// They are not tried again: that many more are made meanwhile.
    void notTaken(int spans) {
        waiting.addAndGet(-spans);
        lost.add(spans);
    }

    long lost() {
        return lost.sum();
    }

    /// Nothing is sent any more.
    void end() {
        long all = lost() + waiting.get();
        if (all > 0) {
            LOG.warn("{} spans in all did not get to {}", all, address);
        }
    }
}
