package dev.lakegate.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// What somebody may have meant who misspelt a name.
public final class Spelling {
    private Spelling() {}

    /// The known name that is nearest; empty when none is near.
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= 1 + name.length() / 6)
                .min((left, right) -> Integer.compare(distance(name, left), distance(name, right)));
    }

    /// Levenshtein's distance.
    private static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
