package dev.lakegate.bench.load;

import java.util.Arrays;

/// How long each request took, from when it was due until its answer was whole.
public final class Latencies {
    private final long[] sorted;

    /// @param nanos in any order
    Latencies(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /// In microseconds.
    ///
    /// @param share such as 0.99
    public double percentile(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e3;
    }
}
