package dev.lakegate.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a route: a label of `<route>.localhost`, so lower-case letters, digits and hyphens.
public record RouteName(String value) {
    public static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public RouteName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a route's name: " + value);
        }
    }

    /// A record's own, and its `equals`, are made anew in each process, a hundredth of what a start takes each.
    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteName name && name.value.equals(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
