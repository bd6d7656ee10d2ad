package dev.lakegate.ui.tray;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many requests ended in the last minute, from a count of all that is looked at now and then.
final class LastMinute {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// The count at a moment.
    private record Sample(long nanos, long count) {}

    /// @param nanos of a clock that only goes forward
    /// @param count of all requests up to now
    LastMinute(long nanos, long count) {
        samples.add(new Sample(nanos, count));
    }

    /// What has ended within the minute before this moment, as far as the looks tell.
    long look(long nanos, long count) {
        samples.add(new Sample(nanos, count));
        // the last look before the minute began stays
        while (samples.size() > 1 && isBeforeTheMinute(second(), nanos)) {
            samples.removeFirst();
        }
        return count - samples.getFirst().count;
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }

    private static boolean isBeforeTheMinute(Sample sample, long nanos) {
        return nanos - sample.nanos >= MINUTE_NANOS;
    }
}
