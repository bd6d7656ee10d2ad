package dev.lakegate.audit;

import java.time.Duration;
import java.util.Locale;

/// How long something took and how much it was, as people read it.
public final class Amounts {
    private static final double MILLI = 1e3;
    private static final double SECOND = 1e6;

    private Amounts() {}

    /// As in "8.1 ms", "2.4 s" and "3 min 5 s".
    ///
    /// @param locale whose decimal sign it has
    public static String time(long micros, Locale locale) {
        if (micros < 100 * MILLI) {
            return number(micros / MILLI, 1, locale) + " ms";
        }
        if (micros < SECOND) {
            return number(micros / MILLI, 0, locale) + " ms";
        }
        return micros < 60 * SECOND
                ? number(micros / SECOND, 1, locale) + " s"
                : time(Duration.ofNanos(micros * 1_000));
    }

    /// To the second, as in "3 min 5 s" and "2 h 14 min".
    public static String time(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /// As in "2.1 kB".
    ///
    /// @param locale whose decimal sign it has
    public static String bytes(long bytes, Locale locale) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double left = bytes;
        int unit = -1;
        while (left >= 999.5 && unit < 3) {
            left /= 1_000;
            unit++;
        }
        return number(left, left < 10 ? 1 : 0, locale) + " " + "kMGT".charAt(unit) + "B";
    }

    private static String number(double value, int digits, Locale locale) {
        return String.format(locale, "%." + digits + "f", value);
    }
}
