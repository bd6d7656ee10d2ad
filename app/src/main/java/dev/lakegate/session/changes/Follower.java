package dev.lakegate.session.changes;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the program on a virtual thread of its own, which sleeps until something happens.
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /// What happens in such a moment is looked at together.
    private static final Duration TOGETHER = Duration.ofMillis(100);

    /// More are not kept: the next look tells what they have led to.
    private static final int MOST = 1_000;

    private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(MOST);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<Change> heard;
    private final Supplier<Duration> look;

    private Follower(Consumer<Change> heard, Supplier<Duration> look) {
        this.heard = heard;
        this.look = look;
    }

    /// Looks at once, and then whenever something has happened or the time has passed.
    ///
    /// @param name  of the thread
    /// @param heard takes each change; may block, as the look may
    /// @param look  returns after how long it is to look again at the latest
    public static Follower start(Changes changes, String name, Consumer<Change> heard, Supplier<Duration> look) {
        Follower follower = new Follower(heard, look);
        changes.watch(follower.waiting::offer);
        Thread.ofVirtual().name(name).start(follower::follow);
        return follower;
    }

    private void follow() {
        try {
            while (!closed.get()) {
                Duration wait = look.get();
                hear(waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
                Thread.sleep(TOGETHER);
                for (Change more = waiting.poll(); more != null; more = waiting.poll()) {
                    hear(more);
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("'{}' shows no longer what happens", Thread.currentThread().getName(), failure);
        }
    }

    private void hear(@Nullable Change change) {
        if (change != null) {
            heard.accept(change);
        }
    }

    @Override
    public void close() {
        closed.set(true);
        var _ = waiting.offer(new Change.Status());
    }
}
