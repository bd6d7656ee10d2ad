package dev.lakegate.gateway.policy;

import dev.lakegate.config.Form;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ReleaseNumber;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What values of the policy file look like. What ends up in an HAProxy file holds nothing that HAProxy would
/// read as its own: no quotes, no white space, no `#`.
final class PolicyForms {
    private static final Pattern LOOPBACK = Pattern.compile("(127\\.[0-9.]+|\\[::1])(:[0-9]{1,5})");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([a-z0-9][a-z0-9.-]*|\\[[0-9a-f:]+]):([1-9][0-9]{0,4})");
    /// Could take for ever over an address that does not match.
    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+{]");

    private static final Pattern REWRITE = Pattern.compile("\\^(?:[a-z0-9@_%+()\\[\\]*?{},|.-]|\\\\[.+-])+\\$");

    /// What could end HAProxy's quotes, or be read by it within them.
    private static final Pattern UNQUOTABLE = Pattern.compile("[\"'\\\\$#\\p{Cntrl}]");

    private PolicyForms() {}

    static Form<String> name() {
        return matching(
                "[a-z][a-z0-9-]{0,31}", "a name of small letters, digits and hyphens", UnaryOperator.identity());
    }

    static Form<String> identity() {
        return matching(
                "[A-Za-z0-9._%+@-]{1,128}",
                "a workspace identity such as \"alice@example.com\"", text -> text.toLowerCase(Locale.ROOT));
    }

    static Form<String> email() {
        return matching(
                "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,128}",
                "an address such as \"alice@example.com\"", text -> text.toLowerCase(Locale.ROOT));
    }

    static Form<String> subject() {
        return matching(
                "[A-Za-z0-9._:@|+=/-]{1,255}",
                "the subject as its tokens have it: letters, digits and . _ : @ | + = / -",
                UnaryOperator.identity());
    }

    /// Anything that can stand between JSON's quotes as it is.
    static Form<String> groupClaim() {
        return matching(
                "[^\"\\\\\\p{Cntrl}]{1,256}",
                "the group as the tokens name it, without quotes and backslashes",
                UnaryOperator.identity());
    }

    /// A client, an audience, a scope, a class of sign-ins (`acr`): one word.
    static Form<String> word() {
        return matching(
                "[!-~&&[^\"'\\\\#|]]{1,255}", "one word, without quotes, '#' and '|'", UnaryOperator.identity());
    }

    static Form<String> tokenType() {
        return matching(
                "[A-Za-z0-9+/.-]{1,64}",
                "a token's 'typ' such as \"at+jwt\", or \"none\" where it has none",
                text -> text.toLowerCase(Locale.ROOT));
    }

    static Form<String> claimPath() {
        return matching(
                "[A-Za-z0-9_:/-]+(?:\\.[A-Za-z0-9_:/-]+)*",
                "a claim's name such as \"groups\" or \"realm_access.roles\"",
                UnaryOperator.identity());
    }

    static Form<String> method() {
        return matching("[A-Z]{1,16}", "a method such as \"GET\", in capitals", UnaryOperator.identity());
    }

    static Form<String> absolutePath() {
        return matching("/[!-~&&[^\"'\\\\#]]{0,255}", "a path such as \"/health\"", UnaryOperator.identity());
    }

    static Form<ReleaseNumber> release() {
        return raw -> {
            Optional<ReleaseNumber> release = raw instanceof String text ? ReleaseNumber.of(text) : Optional.empty();
            return release.orElseThrow(() -> mismatch("a release of Lakegate such as \"1.4.0\""));
        };
    }

    static Form<PathGlob> glob() {
        return raw -> {
            if (raw instanceof String text && PathGlob.isWellFormed(text)) {
                return new PathGlob(text);
            }
            throw mismatch(PathGlob.EXPECTED);
        };
    }

    /// `host:port`; a scheme is refused with a reason, since somebody may mean plain HTTP by it.
    static Form<String> node() {
        return raw -> {
            if (raw instanceof String text && HOST_AND_PORT.matcher(text).matches()) {
                return text;
            }
            if (raw instanceof String text && text.startsWith("http://")) {
                throw mismatch(
                        "host:port; requests are always encrypted on their way to a workspace, plain HTTP is refused");
            }
            throw mismatch("host:port such as \"10.0.0.1:443\"");
        };
    }

    static Form<String> listen() {
        return matching(
                "(?:[0-9.]+|\\[[0-9a-f:]+]|\\*)?:[1-9][0-9]{0,4}",
                "an address such as \":443\" or \"10.0.0.1:443\"",
                UnaryOperator.identity());
    }

    /// Health and metrics tell strangers too much.
    static Form<String> loopback() {
        return raw -> {
            if (raw instanceof String text && LOOPBACK.matcher(text).matches()) {
                String host = text.substring(0, text.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
                if (InetAddress.ofLiteral(host).isLoopbackAddress()) {
                    return text;
                }
            }
            throw mismatch("a loopback address such as \"127.0.0.1:8404\"");
        };
    }

    static Form<String> auditSink() {
        return matching(
                "stdout|tcp://(?:[a-z0-9.-]+|\\[[0-9a-f:]+]):[1-9][0-9]{0,4}|/[!-~&&[^\"'\\\\#]]{1,106}",
                "\"stdout\", \"tcp://HOST:PORT\" or the path of a datagram socket",
                UnaryOperator.identity());
    }

    /// Addresses are small letters by the time they are compared, so capitals would never match.
    static Form<Pattern> rewrite() {
        return raw -> {
            try {
                if (raw instanceof String text
                        && REWRITE.matcher(text).matches()
                        && !REPEATED_GROUP.matcher(text).find()) {
                    return Pattern.compile(text);
                }
            } catch (PatternSyntaxException notOne) {
                // said below
            }
            throw mismatch("a regular expression for a whole address in small letters, no group repeated, such as"
                    + " '^([a-z.]+)@example\\.com$'");
        };
    }

    /// With `\1` to `\9`.
    static Form<String> rewritten() {
        return matching(
                "(?:[a-z0-9._%+@-]|\\\\[1-9])+",
                "a workspace identity with \\1 for the expression's first group, such as '\\1@example.com'",
                UnaryOperator.identity());
    }

    static Form<LocalDate> date() {
        return raw -> {
            if (raw instanceof LocalDate date) {
                return date;
            }
            throw mismatch("a date such as 2026-11-25, without quotes");
        };
    }

    /// A file or socket, relative to the policy's folder. Its name ends up between HAProxy's quotes, in more
    /// than one kind of them.
    static Form<Path> path(Path folder) {
        return raw -> {
            Path path = Form.path(folder).parse(raw);
            if (UNQUOTABLE.matcher(path.toString()).find()) {
                throw mismatch("a path without quotes, '$', '#', backslashes and control characters");
            }
            return path;
        };
    }

    /// Network teams read it on the command line: in English alone.
    static Form.Mismatch mismatch(String expected) {
        return new Form.Mismatch(Phrase.verbatim(expected));
    }

    private static Form<String> matching(String expression, String expected, UnaryOperator<String> normal) {
        Pattern pattern = Pattern.compile(expression);
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return normal.apply(text);
            }
            throw mismatch(expected);
        };
    }
}
