package dev.lakegate.audit.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Figures of requests in the last while, step by step, by when each began. Of a fixed size. Not
/// safe for use by several threads; the steps that it gives out are.
public final class Figures {
    /// No answer, then 1xx to 5xx.
    private static final int CLASSES = 6;

    private static final int NO_STEP = -1;

    private final long width;
    private final Sums[] sums;

    Figures(Duration whole, Duration step) {
        width = step.toSeconds();
        sums = new Sums[(int) (whole.toSeconds() / width)];
        Arrays.setAll(sums, _ -> new Sums());
    }

    /// What began in one stretch of time.
    ///
    /// @param byClass   how many: without an answer, then by the first digit of their status
    /// @param p50Micros what half of them took at most, and no more than a fifth more than that; 0
    /// when there was none
    /// @param p99Micros likewise of 99 in a hundred
    public record Step(
            Instant from, List<Integer> byClass, long bytesIn, long bytesOut, long p50Micros, long p99Micros) {
        public Step {
            byClass = List.copyOf(byClass);
        }

        /// Those that ended with 4xx or 5xx, or without an answer.
        public int failed() {
            return byClass.get(0) + byClass.get(4) + byClass.get(5);
        }

        public int requests() {
            return byClass.stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static final class Sums {
        private long step = NO_STEP;
        private final int[] byClass = new int[CLASSES];
        private final Durations durations = new Durations();
        private long bytesIn;
        private long bytesOut;

        void begin(long number) {
            step = number;
            Arrays.fill(byClass, 0);
            durations.clear();
            bytesIn = 0;
            bytesOut = 0;
        }
    }

    void count(Glance glance) {
        long step = glance.second() / width;
        Sums of = sums[(int) (step % sums.length)];
        if (step < of.step) {
            return; // older than all that is counted
        }
        if (step > of.step) {
            of.begin(step);
        }
        of.byClass[Math.clamp(glance.status() / 100, 0, CLASSES - 1)]++;
        of.bytesIn += glance.bytesIn();
        of.bytesOut += glance.bytesOut();
        of.durations.count(glance.micros());
    }

    /// Up to now, the oldest first; steps in which nothing began among them.
    public List<Step> steps(Instant now) {
        long last = now.getEpochSecond() / width;
        List<Step> steps = new ArrayList<>();
        for (long number = last - sums.length + 1; number <= last; number++) {
            steps.add(step(number));
        }
        return steps;
    }

    private Step step(long number) {
        Sums of = sums[(int) (number % sums.length)];
        Instant from = Instant.ofEpochSecond(number * width);
        if (of.step != number) {
            return new Step(from, List.of(0, 0, 0, 0, 0, 0), 0, 0, 0, 0);
        }
        return new Step(
                from,
                Arrays.stream(of.byClass).boxed().toList(),
                of.bytesIn,
                of.bytesOut,
                of.durations.percentile(0.5),
                of.durations.percentile(0.99));
    }
}
