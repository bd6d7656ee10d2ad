package dev.lakegate.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A line of the log as people read it. Control characters stay escaped, so that a path cannot speak to the terminal.
final class LineText {
    private static final Set<String> OF_THE_CHAIN = Set.of("ts", "event", "n", "hash");

    private LineText() {}

    static String of(String line) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException cut) {
            return "(a line that is cut off)";
        }
        String event = json.path("event").asString("?");
        String text = json.has("request_id") ? request(event, json) : event + "  " + members(json);
        return harmless(json.path("ts").asString("?") + "  " + text);
    }

    private static String request(String event, JsonNode json) {
        List<String> words = new ArrayList<>();
        words.add(event);
        words.add(json.path("route").asString("-"));
        words.add(json.path("method").asString("-") + " " + json.path("path").asString("-"));
        words.add(json.path("status").asString("-"));
        for (String reason : List.of("problem", "denial")) {
            if (json.has(reason)) {
                words.add(json.path(reason).asString(""));
            }
        }
        words.add(json.path("person").asString("-"));
        words.add(json.path("duration_us").asLong(0) / 1_000 + " ms");
        words.add(json.path("request_id").asString(""));
        return String.join("  ", words);
    }

    private static String members(JsonNode json) {
        List<String> members = new ArrayList<>();
        json.properties().forEach(member -> {
            if (!OF_THE_CHAIN.contains(member.getKey())) {
                JsonNode value = member.getValue();
                members.add(member.getKey() + " " + (value.isString() ? value.asString("") : value.toString()));
            }
        });
        return String.join(", ", members);
    }

    /// With control characters escaped.
    static String harmless(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)
                    || Character.getType(point) == Character.FORMAT
                    || Character.getType(point) == Character.LINE_SEPARATOR) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
