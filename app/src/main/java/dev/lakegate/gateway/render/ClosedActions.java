package dev.lakegate.gateway.render;

import java.util.List;
import java.util.regex.Pattern;

/// What is closed unless a rule opens it: `closed-actions.lst`.
///
/// @param patterns over `<method> <path as judged>`
public record ClosedActions(List<Pattern> patterns) {
    public ClosedActions {
        patterns = List.copyOf(patterns);
    }

    public static ClosedActions standard() {
        return new ClosedActions(MapFiles.resource("closed-actions.lst")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Pattern::compile)
                .toList());
    }

    /// Whether a judged path is closed to a method.
    public boolean contain(String method, String judged) {
        String action = method + ' ' + judged;
        return patterns.stream().anyMatch(pattern -> pattern.matcher(action).find());
    }
}
