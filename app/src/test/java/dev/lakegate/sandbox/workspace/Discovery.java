package dev.lakegate.sandbox.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The documents by which SDKs find the workspace's sign-in, with slashes escaped as the real ones have them.
final class Discovery {
    static final String ORG_ID = "4230000000000042";

    private final String host;
    private final WorkspaceTokens tokens;

    Discovery(String host, WorkspaceTokens tokens) {
        this.host = host;
        this.tokens = tokens;
    }

    void databricksConfig(Call call) {
        var document = new LinkedHashMap<String, Object>();
        document.put("oidc_endpoint", tokens.issuer());
        document.put("account_id", "acc0acc0-0000-4000-8000-000000000001");
        document.put("workspace_id", ORG_ID);
        document.put("cloud", "AWS");
        document.put("host_type", "workspace");
        answer(call, document);
    }

    void authorizationServer(Call call) {
        var endpoint = "https://" + host + "/oidc/v1/";
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", tokens.issuer());
        document.put("authorization_endpoint", endpoint + "authorize");
        document.put("token_endpoint", endpoint + "token");
        document.put("jwks_uri", tokens.issuer() + "/jwks.json");
        document.put("scopes_supported", List.of("all-apis", "email", "offline_access", "openid", "profile", "sql"));
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", List.of("query", "fragment", "form_post"));
        document.put(
                "grant_types_supported",
                List.of(
                        "client_credentials",
                        "authorization_code",
                        "refresh_token",
                        "urn:ietf:params:oauth:grant-type:token-exchange"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        answer(call, document);
    }

    void jwks(Call call) {
        call.json(200, tokens.jwks());
    }

    private static void answer(Call call, Map<String, Object> document) {
        call.json(200, Call.JSON.writeValueAsString(document).replace("/", "\\/"));
    }
}
