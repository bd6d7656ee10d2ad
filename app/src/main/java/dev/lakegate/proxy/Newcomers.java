package dev.lakegate.proxy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/// Connections of all routes on which nobody has been admitted yet: what says nothing, says it byte by byte, or has no
/// key. They end after [#DEADLINE]; where there are too many, the eldest gives way, so that whoever comes next is
/// served.
final class Newcomers {
    /// From its beginning; a program of this machine sends its first request at once.
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// Of which each holds a descriptor, as do those to the gateway.
    private static final int MOST = 8_192;

    private final Scheduler scheduler;
    private final int most = (int) Math.min(MOST, descriptors() / 2);

    /// Since when, as [System#nanoTime()] tells it, the eldest first.
    private final Map<EndPoint, Long> waiting = new LinkedHashMap<>();

    Newcomers(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    void opened(EndPoint connection) {
        List<EndPoint> tooMany;
        synchronized (this) {
            if (waiting.isEmpty()) {
                lookLater();
            }
            waiting.put(connection, System.nanoTime());
            tooMany = eldest(_ -> waiting.size() > most);
        }
        tooMany.forEach(EndPoint::close);
    }

    /// Admitted, or closed.
    synchronized void leaves(EndPoint connection) {
        waiting.remove(connection);
    }

    private void lookLater() {
        var _ = scheduler.schedule(this::look, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        List<EndPoint> late;
        synchronized (this) {
            long begunBefore = System.nanoTime() - DEADLINE.toNanos();
            late = eldest(since -> since - begunBefore < 0);
            if (!waiting.isEmpty()) {
                lookLater();
            }
        }
        late.forEach(EndPoint::close);
    }

    /// Takes them out, as long as it is so of the next one's begin.
    private List<EndPoint> eldest(LongPredicate of) {
        List<EndPoint> taken = new ArrayList<>();
        Iterator<Map.Entry<EndPoint, Long>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<EndPoint, Long> next = all.next();
            if (!of.test(next.getValue())) {
                break;
            }
            taken.add(next.getKey());
            all.remove();
        }
        return taken;
    }
}
