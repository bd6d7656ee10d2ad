package dev.lakegate.ui.kit;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// Times and sizes as this person reads them.
public final class Formats {
    private static final double MILLI = 1e3;
    private static final double SECOND = 1e6;

    private Formats() {}

    /// Of the day, to the second, in this machine's zone.
    public static String time(Instant at) {
        return DateTimeFormatter.ofPattern("HH:mm:ss", locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    /// To the minute.
    public static String clock(Instant at) {
        return DateTimeFormatter.ofPattern("HH:mm", locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    /// With the day.
    public static String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    /// As in "8.1 ms", "2.4 s" and "3 min 5 s".
    public static String took(long micros) {
        if (micros < 100 * MILLI) {
            return number(micros / MILLI, 1) + " ms";
        }
        if (micros < SECOND) {
            return number(micros / MILLI, 0) + " ms";
        }
        return micros < 60 * SECOND ? number(micros / SECOND, 1) + " s" : left(Duration.ofNanos(micros * 1_000));
    }

    /// As in "3 min 5 s" and "2 h 14 min".
    public static String left(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /// As in "2.1 kB".
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double left = bytes;
        int unit = -1;
        while (left >= 999.5 && unit < 3) {
            left /= 1_000;
            unit++;
        }
        return number(left, left < 10 ? 1 : 0) + " " + "kMGT".charAt(unit) + "B";
    }

    /// Grouped, as in "12,345".
    public static String count(long count) {
        return NumberFormat.getIntegerInstance(locale()).format(count);
    }

    private static String number(double value, int digits) {
        return String.format(locale(), "%." + digits + "f", value);
    }

    private static Locale locale() {
        return Locale.getDefault(Locale.Category.FORMAT);
    }
}
