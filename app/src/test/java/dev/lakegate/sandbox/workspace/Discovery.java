package dev.lakegate.sandbox.workspace;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/// The documents by which SDKs find the workspace's sign-in, with slashes escaped as the real ones have them.
final class Discovery {
    static final String ORG_ID = "4230000000000042";

    private static final List<String> GRANT_TYPES =
            List.of("client_credentials", "authorization_code", "refresh_token", TokenEndpoint.TOKEN_EXCHANGE);

    private final String host;
    private final WorkspaceTokens tokens;

    Discovery(String host, WorkspaceTokens tokens) {
        this.host = host;
        this.tokens = tokens;
    }

    void databricksConfig(Call call) {
        answer(
                call,
                Json.object(
                        "oidc_endpoint", tokens.issuer(),
                        "account_id", "acc0acc0-0000-4000-8000-000000000001",
                        "workspace_id", ORG_ID,
                        "cloud", "AWS",
                        "host_type", "workspace"));
    }

    void authorizationServer(Call call) {
        var endpoint = "https://" + host + "/oidc/v1/";
        answer(
                call,
                Json.object(
                        "issuer", tokens.issuer(),
                        "authorization_endpoint", endpoint + "authorize",
                        "token_endpoint", endpoint + "token",
                        "jwks_uri", tokens.issuer() + "/jwks.json",
                        "scopes_supported", List.of("all-apis", "email", "offline_access", "openid", "profile", "sql"),
                        "response_types_supported", List.of("code"),
                        "response_modes_supported", List.of("query", "fragment", "form_post"),
                        "grant_types_supported", GRANT_TYPES,
                        "code_challenge_methods_supported", List.of("S256"),
                        "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"),
                        "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("RS256")));
    }

    void jwks(Call call) {
        call.json(200, tokens.jwks());
    }

    private static void answer(Call call, Map<String, Object> document) {
        var json = Json.text(document).replace("/", "\\/");
        if (call.fields().contains(HttpHeader.ACCEPT_ENCODING, "gzip")) {
            call.gzippedJson(json);
        } else {
            call.json(200, json);
        }
    }
}
