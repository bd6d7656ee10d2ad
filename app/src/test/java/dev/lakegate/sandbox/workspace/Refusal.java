package dev.lakegate.sandbox.workspace;

import java.util.List;
import java.util.Map;

/// An answer that is an error, in one of the two shapes Databricks has for them.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    private Refusal(int status, String message, Map<String, Object> body) {
        super(message, null, false, false);
        this.status = status;
        this.body = Json.text(body);
    }

    /// An API error; `error_code` is a word.
    static Refusal api(int status, String errorCode, String message) {
        return new Refusal(status, message, Json.object("error_code", errorCode, "message", message));
    }

    /// An API error with the reason that SDKs look for (google.rpc.ErrorInfo).
    static Refusal api(int status, String errorCode, String message, String reason) {
        var info = Json.object(
                "@type", "type.googleapis.com/google.rpc.ErrorInfo",
                "reason", reason,
                "domain", "filesystem.databricks.com");
        var body = Json.object("error_code", errorCode, "message", message, "details", List.of(info));
        return new Refusal(status, message, body);
    }

    /// No Bearer token came. Here and for a dead token `error_code` is a number.
    static Refusal credentialNotSent() {
        var message = "Credential was not sent or was of an unsupported type for this API.";
        return new Refusal(401, message, Json.object("error_code", 401, "message", message));
    }

    /// The token is not one of ours, or no longer.
    static Refusal invalidAccessToken() {
        var message = "Invalid access token.";
        return new Refusal(403, message, Json.object("error_code", 403, "message", message));
    }

    static Refusal noSuchApi(Call call) {
        return api(404, "ENDPOINT_NOT_FOUND", "No API found for '" + call.method() + " " + call.path() + "'");
    }

    /// An error of the token endpoint (RFC 6749 section 5.2).
    static Refusal oauth(int status, String error, String description) {
        return new Refusal(status, description, Json.object("error", error, "error_description", description));
    }

    void answer(Call call) {
        if (status == 401) {
            call.field("WWW-Authenticate", "Bearer realm=\"DatabricksRealm\"");
        }
        call.json(status, body);
    }
}
