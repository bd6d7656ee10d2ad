package dev.lakegate.proxy.browser;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The dates that servers write in `Expires`, read as RFC 6265 §5.1.1 asks: whatever their order.
final class CookieDate {
    private static final Pattern DELIMITERS = Pattern.compile("[\\x09\\x20-\\x2f\\x3b-\\x40\\x5b-\\x60\\x7b-\\x7e]+");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?");
    private static final Pattern DAY = Pattern.compile("([0-9]{1,2})(?:[^0-9].*)?");
    private static final Pattern YEAR = Pattern.compile("([0-9]{2,4})(?:[^0-9].*)?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;

    private CookieDate() {}

    /// Empty when it is no date.
    static Optional<Instant> parse(String text) {
        CookieDate date = new CookieDate();
        DELIMITERS.splitAsStream(text).forEach(date::read);
        try {
            return date.isComplete() ? Optional.of(date.instant()) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /// Each part is the first of these that it can be and that is not known yet.
    private void read(String part) {
        Matcher time = TIME.matcher(part);
        Matcher ofDay = DAY.matcher(part);
        Matcher ofYear = YEAR.matcher(part);
        if (hour < 0 && time.matches()) {
            hour = Integer.parseInt(time.group(1));
            minute = Integer.parseInt(time.group(2));
            second = Integer.parseInt(time.group(3));
        } else if (day < 0 && ofDay.matches()) {
            day = Integer.parseInt(ofDay.group(1));
        } else if (month < 0 && part.length() >= 3 && monthOf(part) >= 0) {
            month = monthOf(part) + 1;
        } else if (year < 0 && ofYear.matches()) {
            year = Integer.parseInt(ofYear.group(1));
        }
    }

    private static int monthOf(String part) {
        return MONTHS.indexOf(part.substring(0, 3).toLowerCase(Locale.ROOT));
    }

    private boolean isComplete() {
        return hour >= 0 && day >= 0 && month >= 0 && fullYear() >= 1601;
    }

    private int fullYear() {
        if (year >= 70 && year <= 99) {
            return year + 1900;
        }
        return year >= 0 && year <= 69 ? year + 2000 : year;
    }

    private Instant instant() {
        return LocalDateTime.of(fullYear(), month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
    }
}
