package dev.lakegate.model;

import java.util.regex.Pattern;

/// The name of a route: a label of `<route>.localhost`, so lower-case letters, digits and hyphens.
public record RouteName(String value) {
    public static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public RouteName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a route's name: " + value);
        }
    }

    /// A record's own is made anew in each process, a hundredth of what a start takes.
    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
