package dev.lakegate.proxy;

import dev.lakegate.config.Route.Credential;
import dev.lakegate.proxy.upstream.GatewayFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/// Which of the two tokens an answer tells to be of no use any more, so that a new one may help.
enum DeadToken {
    /// The gateway denied the request for its identity token, and has done nothing else with it.
    IDENTITY,
    /// The workspace does not know its token any more; it may have done something.
    WORKSPACE,
    /// As [#WORKSPACE], if [#isTold] by the content's first part.
    WORKSPACE_PERHAPS,
    NONE;

    private static final Set<String> OF_THE_TOKEN = Set.of(
            "token_expired",
            "token_not_yet_valid",
            "token_revoked",
            "lifetime_too_long",
            "unknown_key",
            "bad_signature");

    private static final byte[] INVALID = "Invalid access token".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_BYTES = 4096;

    static DeadToken in(int status, HttpFields answer, Credential credential) {
        String denial = answer.get(GatewayFields.ERROR);
        if (denial != null) {
            return OF_THE_TOKEN.contains(denial) ? IDENTITY : NONE;
        }
        if (credential == Credential.IDENTITY) {
            // a server of one's own means its own sign-in by 401
            return NONE;
        }
        return switch (status) {
            case HttpStatus.UNAUTHORIZED_401 -> WORKSPACE;
            case HttpStatus.FORBIDDEN_403 -> answer.contains(HttpHeader.CONTENT_ENCODING) ? NONE : WORKSPACE_PERHAPS;
            default -> NONE;
        };
    }

    /// Whether the content of a 403 begins with Databricks' words for a token it does not know.
    static boolean isTold(ByteBuffer firstPart) {
        int last = Math.min(firstPart.remaining(), FIRST_BYTES) - INVALID.length;
        for (int at = 0; at <= last; at++) {
            if (matches(firstPart, firstPart.position() + at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(ByteBuffer bytes, int from) {
        for (int at = 0; at < INVALID.length; at++) {
            if (bytes.get(from + at) != INVALID[at]) {
                return false;
            }
        }
        return true;
    }
}
