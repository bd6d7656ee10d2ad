package dev.lakegate.token;

import java.time.Duration;

/// How long a source is left alone after it has failed: 1 s, 2 s, 4 s, … at most 60 s, each up to a quarter shorter,
/// so that many machines do not come back at once.
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    private Backoff() {}

    /// @param failures in a row, at least one
    /// @param jitter   from 0 to 1
    static Duration after(int failures, double jitter) {
        long whole = Math.min(FIRST_MILLIS << Math.min(failures - 1, 6), LONGEST_MILLIS);
        return Duration.ofMillis(whole - (long) (whole * 0.25 * jitter));
    }
}
