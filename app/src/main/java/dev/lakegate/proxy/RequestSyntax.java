package dev.lakegate.proxy;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.CallerProblem.BadRequest;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/// What Jetty reads more leniently than RFC 9112 allows, so that it could not be sent on as the client wrote it.
final class RequestSyntax {
    private RequestSyntax() {}

    static Optional<CallerProblem> refusal(HttpURI target, HttpFields fields) {
        if (target.getFragment() != null || !isVisibleAscii(target.getPath()) || !isVisibleAscii(target.getQuery())) {
            return Optional.of(new BadRequest(HttpStatus.BAD_REQUEST_400));
        }
        if (fields.contains(HttpHeader.TRANSFER_ENCODING) && !isChunkedAlone(fields)) {
            return Optional.of(new BadRequest(HttpStatus.NOT_IMPLEMENTED_501));
        }
        return Optional.empty();
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
