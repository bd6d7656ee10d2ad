package dev.lakegate.diagnosis.provider;

import tools.jackson.databind.JsonNode;

/// Lists of texts in a provider's metadata.
final class Members {
    private Members() {}

    static boolean has(JsonNode list, String text) {
        return list.isArray()
                && list.valueStream().anyMatch(member -> member.asString("").equals(text));
    }
}
