package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Group;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/// Patterns over a token's groups as the JSON array that the issuer signed. A name is whole between its quotes,
/// because
/// `haproxy.cfg` lets no array through in which a name could hold a quote or spell a letter in a second way.
final class GroupPattern {
    private GroupPattern() {}

    /// Over `<issuer>|<groups>`.
    static Stream<String> of(Group group) {
        return patterns(group, "");
    }

    /// Over `<issuer>|<word>|<groups>`.
    static Stream<String> of(Group group, String word) {
        return patterns(group, word + "\\|");
    }

    private static Stream<String> patterns(Group group, String between) {
        return group.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(issuer -> issuer.getValue().stream()
                        .map(name -> "^" + issuer.getKey() + "\\|" + between + ".*\"" + literally(name) + "\""));
    }

    /// What is no ASCII letter may also stand by its number in JSON, and `/` as `\/`.
    static String literally(String name) {
        StringBuilder expression = new StringBuilder();
        name.codePoints().forEach(letter -> {
            if (letter == '/') {
                expression.append("\\\\?/");
            } else if ((Character.isLetterOrDigit(letter) && letter < 128) || letter == '-' || letter == '_') {
                expression.appendCodePoint(letter);
            } else if (letter < 128) {
                expression.append("\\x%02x".formatted(letter));
            } else {
                expression.append("(?:");
                for (byte each : Character.toString(letter).getBytes(StandardCharsets.UTF_8)) {
                    expression.append("\\x%02x".formatted(each));
                }
                expression.append("|(?i:");
                for (char unit : Character.toChars(letter)) {
                    expression.append("\\\\u%04x".formatted((int) unit));
                }
                expression.append("))");
            }
        });
        return expression.toString();
    }
}
