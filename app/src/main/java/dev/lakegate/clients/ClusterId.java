package dev.lakegate.clients;

import java.util.regex.Pattern;

/// The id of a Databricks cluster, as in `1122-163200-lake0001`.
public record ClusterId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public ClusterId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a cluster's id: " + value);
        }
    }
}
