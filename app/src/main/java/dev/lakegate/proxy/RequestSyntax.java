package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.BadRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/// What Jetty reads more leniently than RFC 9112 allows, so that it could not be sent on as the client wrote
/// it.
final class RequestSyntax {
    /// RFC 9110 §5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final List<String> OF_HTTP_1 =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private RequestSyntax() {}

    static Optional<CallerProblem> refusal(String method, HttpURI target, HttpFields fields) {
        if (!isToken(method) || !areWellFormed(fields)) {
            return Optional.of(new BadRequest(HttpStatus.BAD_REQUEST_400));
        }
        if (target.getFragment() != null || !isVisibleAscii(target.getPath()) || !isVisibleAscii(target.getQuery())) {
            return Optional.of(new BadRequest(HttpStatus.BAD_REQUEST_400));
        }
        if (fields.contains(HttpHeader.TRANSFER_ENCODING) && !isChunkedAlone(fields)) {
            return Optional.of(new BadRequest(HttpStatus.NOT_IMPLEMENTED_501));
        }
        return Optional.empty();
    }

    /// Fields by which HTTP/1.1 frames its messages and keeps its connections, which make a request of HTTP/2
    /// malformed (RFC 9113 §8.2.2).
    static boolean namesAnotherHop(HttpFields fields) {
        return OF_HTTP_1.stream().anyMatch(fields::contains);
    }

    private static boolean isToken(@Nullable String text) {
        return text != null && TOKEN.matcher(text).matches();
    }

    /// HPACK carries any bytes; over HTTP/1.1 some of them would end a field or a message (RFC 9113 §10.3).
    private static boolean areWellFormed(HttpFields fields) {
        List<String> lengths = fields.getValuesList(HttpHeader.CONTENT_LENGTH);
        if (lengths.size() > 1
                || (lengths.size() == 1 && !LENGTH.matcher(lengths.getFirst()).matches())) {
            return false;
        }
        for (HttpField field : fields) {
            if (!isName(field.getName()) || !isValue(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            boolean plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '-';
            if (!plain && !isToken(String.valueOf(letter))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(@Nullable String value) {
        if (value == null) {
            return true;
        }
        for (int at = 0; at < value.length(); at++) {
            char letter = value.charAt(at);
            if ((letter < ' ' && letter != '\t') || letter == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// All that a target may consist of (RFC 3986); Jetty decodes the rest and would send something else.
    private static boolean isVisibleAscii(@Nullable String part) {
        if (part == null) {
            return true;
        }
        for (int at = 0; at < part.length(); at++) {
            if (part.charAt(at) <= ' ' || part.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }

    /// Jetty removes no other coding, and the field that tells of it ends with this hop (RFC 9112 §6.1).
    private static boolean isChunkedAlone(HttpFields fields) {
        List<String> codings = fields.getValuesList(HttpHeader.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }
}
