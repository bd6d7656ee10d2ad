package dev.lakegate.cli.audit;

import java.util.Locale;

/// Figures as people read them.
final class Figures {
    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;

    private Figures() {}

    static String time(long micros) {
        if (micros < 100 * MILLI) {
            return String.format(Locale.ROOT, "%.1f ms", micros / (double) MILLI);
        }
        if (micros < SECOND) {
            return micros / MILLI + " ms";
        }
        if (micros < MINUTE) {
            return String.format(Locale.ROOT, "%.2f s", micros / (double) SECOND);
        }
        return micros / MINUTE + " min " + micros % MINUTE / SECOND + " s";
    }

    /// Of a clock that counts whole milliseconds.
    static String wholeMillis(long micros) {
        if (micros < MILLI) {
            return "< 1 ms";
        }
        return micros < SECOND ? Math.round(micros / (double) MILLI) + " ms" : time(micros);
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double left = bytes;
        int unit = -1;
        while (left >= 1_000 && unit < 3) {
            left /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", left, "kMGT".charAt(unit));
    }
}
