package dev.lakegate.token;

import dev.lakegate.os.ForwardClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the program's tokens renewed at their moment though nobody asks for them, so that the first request
/// after a quiet hour need not wait. One virtual thread, which looks every few seconds and when a moment has
/// come.
public final class Renewals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    /// Bounds how late a jump of the clock is noticed: waiting does not count the time a machine sleeps.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// While a renewal is under way.
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    /// Less is a clock being kept right.
    private static final Duration JUMP = Duration.ofSeconds(3);

    private final Supplier<List<CachedTokenSource>> sources;
    private final ForwardClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    Renewals(Supplier<List<CachedTokenSource>> sources, ForwardClock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /// Starts to look after the sources that there are each time, with the clock they use; ends by [#close()]
    /// alone.
    public static Renewals start(Supplier<List<CachedTokenSource>> sources, ForwardClock clock) {
        Renewals renewals = new Renewals(sources, clock);
        Thread.ofVirtual().name("renewals").start(renewals::run);
        return renewals;
    }

    void run() {
        try {
            Duration wait = look();
            while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = look();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts what is due; returns how long nothing will be.
    Duration look() {
        Duration jump = clock.jump();
        if (jump.abs().compareTo(JUMP) > 0) {
            LOG.info("The clock jumped by {} s: sleep or a clock change", jump.toSeconds());
        }
        List<CachedTokenSource> all = sources.get();
        all.forEach(source -> source.ready(Duration.ZERO));
        Instant now = clock.instant();
        Duration wait = LONGEST_WAIT;
        for (CachedTokenSource source : all) {
            Duration untilDue =
                    source.due().map(due -> Duration.between(now, due)).orElse(LONGEST_WAIT);
            wait = untilDue.compareTo(wait) < 0 ? untilDue : wait;
        }
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    /// Returns at once; a renewal that is under way goes on.
    @Override
    public void close() {
        closed.countDown();
    }
}
