package dev.lakegate.ui.kit;

import dev.lakegate.audit.Amounts;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// Times and sizes as this person reads them.
public final class Formats {
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
        return Amounts.time(micros, locale());
    }

    /// As in "2.1 kB".
    public static String bytes(long bytes) {
        return Amounts.bytes(bytes, locale());
    }

    /// Grouped, as in "12,345".
    public static String count(long count) {
        return NumberFormat.getIntegerInstance(locale()).format(count);
    }

    private static Locale locale() {
        return Locale.getDefault(Locale.Category.FORMAT);
    }
}
