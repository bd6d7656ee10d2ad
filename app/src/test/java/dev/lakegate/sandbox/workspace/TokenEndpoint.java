package dev.lakegate.sandbox.workspace;

import dev.lakegate.sandbox.workspace.Principal.Kind;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/// Exchanges an identity token for a workspace token (RFC 8693), as oneself or as a service principal.
final class TokenEndpoint {
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final int BODY_BYTES = 128 * 1024;
    private static final int PARAMETERS = 20;

    private final TrustedIssuers issuers;
    private final Principals principals;
    private final WorkspaceTokens tokens;

    TokenEndpoint(TrustedIssuers issuers, Principals principals, WorkspaceTokens tokens) {
        this.issuers = issuers;
        this.principals = principals;
        this.tokens = tokens;
    }

    void answer(Call call) throws Exception {
        if (call.fields().contains(HttpHeader.AUTHORIZATION)) {
            throw Refusal.oauth(401, "invalid_client", "Token exchange takes no client authentication.");
        }
        var form = form(call);
        if (!TOKEN_EXCHANGE.equals(required(form, "grant_type"))) {
            throw Refusal.oauth(400, "unsupported_grant_type", "The grant type is not supported.");
        }
        if (!JWT.equals(required(form, "subject_token_type"))) {
            throw invalidRequest("The subject token type is not supported.");
        }
        if (!WorkspaceTokens.SCOPE.equals(required(form, "scope"))) {
            throw Refusal.oauth(400, "invalid_scope", "The scope is not supported.");
        }
        var identity =
                issuers.verify(required(form, "subject_token"), tokens.clock().instant());
        var principal = form.getNames().contains("client_id")
                ? principals
                        .named(Kind.SERVICE_PRINCIPAL, form.getValue("client_id"))
                        .orElseThrow(() -> Refusal.oauth(401, "invalid_client", "No such service principal."))
                : principals
                        .named(Kind.USER, String.valueOf(identity.getClaim("email")))
                        .orElseThrow(() -> Refusal.oauth(400, "invalid_grant", "The subject is no user here."));
        call.field("Cache-Control", "no-store");
        call.json(
                200,
                Json.object(
                        "access_token",
                        tokens.issue(principal),
                        "token_type",
                        "Bearer",
                        "scope",
                        WorkspaceTokens.SCOPE,
                        "expires_in",
                        tokens.lifetime().toSeconds()));
    }

    private static Fields form(Call call) throws Exception {
        var type = MimeTypes.getBaseType(call.fields().get(HttpHeader.CONTENT_TYPE));
        if (type != MimeTypes.Type.FORM_ENCODED) {
            throw invalidRequest("The body must be a form.");
        }
        var form = new Fields();
        try {
            UrlEncoded.decodeUtf8To(call.body(), form, BODY_BYTES, PARAMETERS);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw invalidRequest("The form is too large, or not well encoded.");
        }
        for (var field : form) {
            if (field.hasMultipleValues()) {
                throw invalidRequest("Parameter " + field.getName() + " came more than once.");
            }
        }
        return form;
    }

    private static String required(Fields form, String name) throws Refusal {
        var value = form.getValue(name);
        if (value == null || value.isEmpty()) {
            throw invalidRequest("Parameter " + name + " is missing.");
        }
        return value;
    }

    private static Refusal invalidRequest(String description) {
        return Refusal.oauth(400, "invalid_request", description);
    }
}
