package dev.lakegate.gateway.explain;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path as the rules read it: as the most lenient server might, so that no spelling of a closed path is open.
/// The workspace gets the path byte for byte.
///
/// The same steps as in `haproxy.cfg`, section 5.
record JudgedPath(String text) {
    private static final int LONGEST_BYTES = 8192;
    private static final Pattern AMBIGUOUS =
            Pattern.compile("%(?![0-9a-f]{2})|%(?:[01][0-9a-f]|7f|c[01]|e0%[89]|f0%8)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEGMENT_OF_DOTS = Pattern.compile("/ *+\\.[. ]*+(?:/|\\z)");
    private static final Pattern ESCAPED_PERCENT = Pattern.compile("%(?:25)+");
    private static final Pattern HALF_AN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
    private static final Pattern DOTS_AND_SPACES_AT_AN_END = Pattern.compile("(?<![. ])[. ]++(?=/|\\z)");
    private static final Pattern LAST_SLASH = Pattern.compile("(?<=[^/])/\\z");

    /// Whether it is longer than HAProxy reads.
    static boolean isTooLong(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES;
    }

    /// @param path as in the request, without its query; empty when it is ambiguous, which no rule can mend
    static Optional<JudgedPath> of(String path) {
        String bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String decoded = decoded(bytes);
        if (AMBIGUOUS.matcher(bytes).find() || SEGMENT_OF_DOTS.matcher(decoded).find()) {
            return Optional.empty();
        }
        String withoutDots = DOTS_AND_SPACES_AT_AN_END.matcher(decoded).replaceAll("");
        String collapsed = withoutDots.replaceAll("/+", "/");
        return Optional.of(new JudgedPath(LAST_SLASH.matcher(collapsed).replaceAll("")));
    }

    private static String decoded(String path) {
        String once = ESCAPED_PERCENT.matcher(path).replaceAll("%");
        String whole = HALF_AN_ESCAPE.matcher(once).replaceAll("%25");
        String plain = ESCAPE.matcher(whole).replaceAll(JudgedPath::octet);
        return PARAMETERS
                .matcher(plain.toLowerCase(Locale.ROOT).replace('\\', '/'))
                .replaceAll("");
    }

    private static String octet(MatchResult escape) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    }
}
