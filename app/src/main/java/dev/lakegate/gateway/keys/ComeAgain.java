package dev.lakegate.gateway.keys;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When an answer says that it is worth asking again.
final class ComeAgain {
    private static final Duration SOONEST = Duration.ofSeconds(60);
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofHours(24);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?([0-9]+)\"?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private ComeAgain() {}

    /// `max-age` (RFC 9111 §5.2.2.1) less the time the answer has spent in caches; between a minute and a day, an hour
    /// where it says nothing.
    static Duration freshFor(HttpHeaders fields) {
        if (directives(fields).anyMatch(directive -> directive.equals("no-cache") || directive.equals("no-store"))) {
            return SOONEST;
        }
        Duration age = fields.firstValue("Age")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(ComeAgain::seconds)
                .orElse(Duration.ZERO);
        Optional<Duration> maxAge = directives(fields)
                .map(MAX_AGE::matcher)
                .filter(Matcher::matches)
                .map(match -> seconds(match.group(1)))
                .min(Duration::compareTo);
        return maxAge.map(lifetime -> within(SOONEST, lifetime.minus(age), LATEST))
                .orElse(USUAL);
    }

    /// `Retry-After` (RFC 9110 §10.2.3): seconds or a date; at most an hour.
    static Optional<Duration> retryAfter(HttpHeaders fields, Instant now) {
        return fields.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> SECONDS.matcher(text).matches() ? Optional.of(seconds(text)) : until(text, now))
                .map(asked -> within(Duration.ZERO, asked, LONGEST_RETRY_AFTER));
    }

    private static Optional<Duration> until(String date, Instant now) {
        try {
            return Optional.of(Duration.between(
                    now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    private static Stream<String> directives(HttpHeaders fields) {
        return fields.allValues("Cache-Control").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT));
    }

    /// More than nine digits are more than anybody means.
    private static Duration seconds(String digits) {
        return digits.length() > 9 ? LATEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Duration within(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }
}
