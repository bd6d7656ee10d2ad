package dev.lakegate;

import dev.lakegate.os.MappedFiles;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Gives back what a start, a window or a burst of requests has taken, once it is over. The serial collector looks at
/// what is old when all that it may have is full, and gives nothing back by itself: a program that has had a thousand
/// requests at once would keep what they took until it ends. Of the AOT cache a start reads nearly all, and little is
/// needed later. One virtual thread, which looks every 10 s.
final class IdleMemory implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(10);
    /// Requests since the last look; a collection makes those that come in it wait for a tenth of a second.
    private static final long FEW = 10;
    /// In bytes: less is not worth a collection.
    private static final long MUCH = 64L << 20;
    /// In bytes: of files that are mapped.
    private static final long MUCH_OF_FILES = 16L << 20;

    private final LongSupplier requests;
    private final Runnable pools;
    private final MappedFiles files = new MappedFiles();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long seen;
    private long settled = Runtime.getRuntime().totalMemory();
    private long settledFiles;

    /// @param requests that have ended since the start
    /// @param pools    let go of what nobody uses now
    IdleMemory(LongSupplier requests, Runnable pools) {
        this.requests = requests;
        this.pools = pools;
    }

    /// Looks from now on, until closed.
    static IdleMemory watch(LongSupplier requests, Runnable pools) {
        IdleMemory memory = new IdleMemory(requests, pools);
        Thread.ofVirtual().name("idle memory").start(memory::run);
        return memory;
    }

    private void run() {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives back what there is to give back, when few requests have ended since the last look.
    void look() {
        long now = requests.getAsLong();
        boolean isIdle = now - seen < FEW;
        seen = now;
        if (!isIdle) {
            return;
        }
        if (Runtime.getRuntime().totalMemory() > settled + MUCH) {
            pools.run();
            System.gc();
            settled = Runtime.getRuntime().totalMemory();
        }
        if (MappedFiles.resident() > settledFiles + MUCH_OF_FILES) {
            boolean isAll = files.letGo();
            settledFiles = isAll ? MappedFiles.resident() : 0;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
