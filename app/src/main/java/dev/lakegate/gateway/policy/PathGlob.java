package dev.lakegate.gateway.policy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A pattern over paths as they are judged (`JudgedPath`): `*` stands for any characters of one segment, `**` for any
/// number of segments, also none; everything else for itself. Small letters alone, since judged paths have no others.
///
/// @param text begins with `/`
public record PathGlob(String text) {
    private static final Pattern FORM = Pattern.compile("(?:/(?:\\*\\*|(?:[a-z0-9_.~!$&'()+,=:@-]|\\*(?!\\*))*))+");
    private static final Pattern DOTS_AT_THE_END = Pattern.compile("\\.(?:/|$)");

    /// What a pattern must look like, for a person.
    public static final String EXPECTED =
            "a path in small letters that begins with '/', such as \"/api/*/clusters/**\"; '*' is any part of a segment, '**' a"
                    + " segment of its own for any number of them; no '//' and no '.' at a segment's end";

    public PathGlob {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("not a path pattern: " + text);
        }
    }

    /// Whether it could ever match.
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches()
                && !text.contains("//")
                && !DOTS_AT_THE_END.matcher(text).find();
    }

    /// Whether a judged path is one of these.
    public boolean matches(String judged) {
        return judged.startsWith("/") && matches(segments(text), segments(judged));
    }

    /// Whether surely every path of the other is one of these; false where that is not plain to see.
    public boolean covers(PathGlob other) {
        return covers(segments(text), segments(other.text));
    }

    /// The same as a regular expression of PCRE2, which takes time in proportion to the path: what stands between two
    /// `**`, or two `*`, is taken where it comes first (`(?> )`), for nothing is gained by taking it later.
    public String expression() {
        StringBuilder expression = new StringBuilder("^");
        List<String> segments = segments(text);
        for (int number = 0; number < segments.size(); number++) {
            String segment = segments.get(number);
            List<String> rest = segments.subList(number + 1, segments.size());
            if (!segment.equals("**")) {
                expression.append('/').append(ofSegment(segment));
            } else if (rest.isEmpty()) {
                expression.append("(?s:/.*)?");
            } else if (!rest.getFirst().equals("**")) {
                int next = rest.indexOf("**");
                List<String> until = next < 0 ? rest : rest.subList(0, next);
                String what = until.stream().map(each -> '/' + ofSegment(each)).collect(Collectors.joining());
                expression.append(next < 0 ? "(?=/)(?s:.*)" + what : "(?>(?=/)(?s:.*?)" + what + "(?=/|\\z))");
                number += until.size();
            }
        }
        return expression.append("\\z").toString();
    }

    private static String ofSegment(String segment) {
        String[] parts = segment.split("\\*", -1);
        StringBuilder expression = new StringBuilder(literally(parts[0]));
        for (int number = 1; number < parts.length; number++) {
            boolean last = number == parts.length - 1;
            expression.append(last ? "[^/]*" + literally(parts[number]) : "(?>[^/]*?" + literally(parts[number]) + ")");
        }
        return expression.toString();
    }

    private static String literally(String text) {
        StringBuilder expression = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            switch (letter) {
                case '.', '$', '(', ')', '+' -> expression.append('\\').append(letter);
                // a quote would end HAProxy's own quotes
                case '\'' -> expression.append("\\x27");
                default -> expression.append(letter);
            }
        }
        return expression.toString();
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("**")) {
            return rest.isEmpty()
                    || matches(rest, path)
                    || (!path.isEmpty() && matches(pattern, path.subList(1, path.size())));
        }
        return !path.isEmpty()
                && matchesSegment(pattern.getFirst(), path.getFirst())
                && matches(rest, path.subList(1, path.size()));
    }

    private static boolean covers(List<String> pattern, List<String> other) {
        if (pattern.isEmpty()) {
            return other.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        String first = pattern.getFirst();
        if (first.equals("**")) {
            return covers(rest, other) || (!other.isEmpty() && covers(pattern, other.subList(1, other.size())));
        }
        return !other.isEmpty()
                && !other.getFirst().equals("**")
                && (first.equals("*")
                        || first.equals(other.getFirst())
                        || (!other.getFirst().contains("*") && matchesSegment(first, other.getFirst())))
                && covers(rest, other.subList(1, other.size()));
    }

    /// By the parts between the stars: the first at the beginning, the last at the end, the others in their order.
    private static boolean matchesSegment(String pattern, String segment) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return segment.equals(pattern);
        }
        String last = parts[parts.length - 1];
        int from = parts[0].length();
        int to = segment.length() - last.length();
        if (from > to || !segment.startsWith(parts[0]) || !segment.endsWith(last)) {
            return false;
        }
        for (String part : Arrays.asList(parts).subList(1, parts.length - 1)) {
            int at = segment.indexOf(part, from);
            if (at < 0 || at + part.length() > to) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }
}
