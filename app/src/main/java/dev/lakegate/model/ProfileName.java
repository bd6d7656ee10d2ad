package dev.lakegate.model;

import java.util.regex.Pattern;

/// The name of a profile, that is of one company: lower-case letters, digits and hyphens.
public record ProfileName(String value) {
    public static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public ProfileName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a profile's name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
