package dev.lakegate.audit.activity;

import java.util.Arrays;
import java.util.function.Predicate;

/// Which requests are looked for.
///
/// @param words each of which must stand somewhere in the row; in any case, blank for all
/// @param route by its name; empty for all
public record Filter(String words, String route, Ending ending) {
    /// All of them.
    public static final Filter NONE = new Filter("", "", Ending.ANY);

    /// How a request has ended.
    public enum Ending {
        ANY,
        /// 1xx to 3xx.
        ANSWERED,
        /// 4xx or 5xx, or no answer at all, whoever said so.
        FAILED,
        /// The gateway denied it.
        DENIED
    }

    /// Whether every row is let through.
    public boolean isNone() {
        return words.isBlank() && route.isEmpty() && ending == Ending.ANY;
    }

    /// Whether a row is among those looked for.
    Predicate<Row> test() {
        String[] wanted = words.strip().split("\\s+", -1);
        return row -> (route.isEmpty() || row.route().equals(route))
                && endedSo(row)
                && Arrays.stream(wanted).allMatch(row::says);
    }

    private boolean endedSo(Row row) {
        return switch (ending) {
            case ANY -> true;
            case ANSWERED -> row.status() >= 100 && row.status() < 400;
            case FAILED -> row.status() == 0 || row.status() >= 400;
            case DENIED -> row.isDenial();
        };
    }
}
