package dev.lakegate.proxy.upstream;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// What listeners and upstream connections share: platform threads for the data path, virtual ones for what
/// blocks.
public final class ProxyThreads implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int FEWEST_THREADS = 4;

    private final ProxyPool pool = new ProxyPool(MOST_THREADS, FEWEST_THREADS);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("lakegate-timer", true);
    private final ByteBufferPool buffers;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedSelectors selectors = new SharedSelectors(pool, scheduler, selectorCount());

    private ProxyThreads(ByteBufferPool buffers) {
        this.buffers = buffers;
    }

    /// Starts the threads.
    public static ProxyThreads start() {
        return start(new ArrayByteBufferPool());
    }

    /// Starts the threads, who share these buffers.
    public static ProxyThreads start(ByteBufferPool buffers) {
        ProxyThreads threads = new ProxyThreads(buffers);
        try {
            threads.pool.start();
            threads.scheduler.start();
            threads.selectors.start();
        } catch (Exception failure) {
            throw new IllegalStateException("the proxy's threads could not be started", failure);
        }
        return threads;
    }

    /// For work that blocks, such as obtaining a token.
    public Executor blocking() {
        return blocking;
    }

    private static int selectorCount() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 2, 4);
    }

    /// Of the listeners and of the connections to gateways.
    public SharedSelectors selectors() {
        return selectors;
    }

    /// Of the data path.
    public QueuedThreadPool dataPath() {
        return pool;
    }

    ProxyPool pool() {
        return pool;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public ByteBufferPool buffers() {
        return buffers;
    }

    /// Buffers that nobody uses now go back to the system.
    public void letFreeBuffersGo() {
        buffers.clear();
    }

    @Override
    public void close() {
        blocking.shutdownNow();
        try {
            selectors.stop();
            scheduler.stop();
            pool.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the proxy's threads could not be stopped", failure);
        }
    }
}
