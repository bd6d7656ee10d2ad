package dev.lakegate.proxy.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The data path's threads. A connection that is to go on, as a client's does after an answer, goes on with the thread
/// that has read the answer; Jetty would have another one do it.
final class ProxyPool extends QueuedThreadPool {
    private static final ThreadLocal<Reading> READINGS = ThreadLocal.withInitial(Reading::new);

    ProxyPool(int most, int fewest) {
        super(most, fewest);
        setName("lakegate-proxy");
        setDaemon(true);
    }

    /// What one thread is at.
    private static final class Reading {
        private final Deque<Runnable> next = new ArrayDeque<>();
        private boolean underWay;
    }

    /// Reads, with no lock held, then goes on with the connections that are to go on because of what was read.
    void read(Runnable reading) {
        Reading here = READINGS.get();
        if (here.underWay) {
            reading.run();
            return;
        }
        here.underWay = true;
        try {
            reading.run();
        } finally {
            here.underWay = false;
            Runnable next = here.next.poll();
            while (next != null) {
                next.run();
                next = here.next.poll();
            }
        }
    }

    @Override
    public void execute(Runnable job) {
        if (job instanceof Connection) {
            Reading here = READINGS.get();
            if (here.underWay) {
                here.next.add(job);
                return;
            }
        }
        super.execute(job);
    }
}
