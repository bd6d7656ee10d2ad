package dev.lakegate.telemetry;

import dev.lakegate.model.SecretMarks;
import java.util.regex.Pattern;

/// What no line of the log says, whoever wrote it: libraries at DEBUG and below print whole requests.
///
/// Two ways that make up for each other: the secrets of this process, by [SecretMarks], and what looks like one, such
/// as
/// a code that a browser brings.
final class Withheld {
    /// Their values, to the end of the line.
    private static final Pattern FIELD = Pattern.compile(
            "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie2?|x-lakegate-identity|dpop)(\"?\\s*[:=]\\s*)[^\\r\\n]+");

    /// What follows is a credential, not the next word of a sentence.
    private static final Pattern SCHEME = Pattern.compile(
            "\\b([Bb]earer|BEARER|[Bb]asic|[Nn]egotiate)(\\s+)(?=\\S*[0-9A-Z=_/+])[^\\s,;\"'}\\])]{6,}");

    /// Of forms, queries and JSON (RFC 6749, RFC 7636, RFC 8628, RFC 8693, RFC 9126).
    private static final Pattern PARAMETER = Pattern.compile("(?i)\\b((?:access|refresh|id|subject|actor|device)_token"
            + "|id_token_hint|client_secret|client_assertion|code_verifier|device_code|user_code|request_uri|password"
            + "|passphrase)(\"?\\s*[=:]\\s*\"?)[^&\\s\"',}\\]]+");

    private static final Pattern SHORT_PARAMETER =
            Pattern.compile("([?&\"](?:code|state|nonce|session_state)\"?\\s*[=:]\\s*\"?)[^&\\s\"',}\\]]+");

    /// JWTs, plain and in base64 at its three alignments; local keys; Databricks' own.
    private static final Pattern SHAPE = Pattern.compile(
            "(?:eyJ|ZXlK|leUp|V5S)[A-Za-z0-9_+/=%-]{6,}(?:\\.[A-Za-z0-9_-]*)*|lgk_[A-Za-z0-9_-]+|\\b(?:dapi|dose)[0-9a-f]{16,}");

    /// The end of a piece of what goes over a connection, as Jetty shows it, may lie in the midst of a token.
    private static final Pattern BUFFER = Pattern.compile("(?s)\\]=\\{.*");

    private Withheld() {}

    /// The text without them.
    static String in(String text) {
        String told = text.contains("<<<") ? BUFFER.matcher(text).replaceFirst("]={***}") : text;
        told = SecretMarks.hiddenIn(told);
        told = FIELD.matcher(told).replaceAll("$1$2***");
        told = SCHEME.matcher(told).replaceAll("$1$2***");
        told = PARAMETER.matcher(told).replaceAll("$1$2***");
        told = SHORT_PARAMETER.matcher(told).replaceAll("$1***");
        return SHAPE.matcher(told).replaceAll("***");
    }
}
