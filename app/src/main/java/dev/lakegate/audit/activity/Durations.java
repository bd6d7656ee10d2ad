package dev.lakegate.audit.activity;

import java.util.Arrays;

/// How often requests took how long: four steps for each doubling, so that what is told is a fifth
/// too much at most.
final class Durations {
    private static final int STEPS_A_DOUBLING = 4;
    private static final int DOUBLINGS = 36; // a day has 2³⁷ microseconds

    private final int[] counts = new int[DOUBLINGS * STEPS_A_DOUBLING];

    void clear() {
        Arrays.fill(counts, 0);
    }

    void count(long micros) {
        double doublings = Math.log((double) Math.max(1, micros)) / Math.log(2);
        counts[Math.min(counts.length - 1, (int) (doublings * STEPS_A_DOUBLING))]++;
    }

    /// In microseconds; 0 when nothing was counted.
    long percentile(double share) {
        int all = Arrays.stream(counts).sum();
        int wanted = (int) Math.ceil(all * share);
        int seen = 0;
        for (int index = 0; index < counts.length; index++) {
            seen += counts[index];
            if (seen >= wanted && seen > 0) {
                return Math.round(Math.pow(2, (index + 1.0) / STEPS_A_DOUBLING));
            }
        }
        return 0;
    }
}
