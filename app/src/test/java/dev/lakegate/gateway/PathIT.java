package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Closed paths are closed in every spelling; all others reach the workspace byte for byte.
class PathIT extends WithGateway {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/token/create",
                "/api/2.0/Token/CREATE",
                "//api/2.0//token/create",
                "/api/2.0/token/create/",
                "/api/2.0/token/create?x=1",
                "/api/2.0/token/create%3Fx",
                "/api/2.0/token/create%20",
                "/api/2.0/token./create.",
                "/api/2.0/token;a=b/create",
                "/api%2f2.0%2ftoken%2fcreate",
                "/api/2.0/%74oken/create",
                "/api/2.0/token/%2563reate",
                "/api/2.0/token/%252563reate",
                "/api/2.0\\token\\create",
                "/api/2.0/x/../token/create",
                "/api/2.0/x/%2e%2e/token/create",
                "/api/2.1/token/create",
                "/ajax-api/2.0/token/create",
                "/api/2.0/preview/token/create",
                "/api/2.0/token-management/on-behalf-of/tokens",
                "/api/2.0/preview/token-management/on-behalf-of/tokens",
                "/api/2.0/secrets/put",
                "/api/2.0/secrets/create",
                "/api/2.0/secrets/scopes/create",
                "/api/2.0/accounts/a1/servicePrincipals/7/credentials/secrets",
                "/api/2.0/accounts/servicePrincipals/7/credentials/secrets",
                "/api/2.0/accounts/a1/oauth2/custom-app-integrations",
                "/api/2.0/accounts/a1/federationPolicies",
                "/api/2.1/unity-catalog/recipients",
                "/api/2.0/database/credentials"
            })
    void tokens_and_secrets_are_not_made_here(String path) {
        var audited = assertDenied(me().to(path).by("POST").body("{}"), 403, "path_not_allowed");
        assertThat(audited.path("user").asString()).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/a/%2E%2e/b",
                "/a/%252e%252e/b",
                "/a/..%5cb",
                "/a%2f..%2fb",
                "/a%00b",
                "/a%0ab",
                "/a%0D%0Ab",
                "/a%7Fb",
                "/a%zzb",
                "/a%",
                "/a%2",
                "/%c0%afa",
                "/%c0%ae%c0%ae/a",
                "/%e0%80%afa"
            })
    void what_two_servers_could_read_in_two_ways_is_denied_everywhere(String path) {
        assertDenied(me().to(path), 403, "path_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/fs/files/Volumes/a/b/my%20file%25.txt",
                "/api/2.0/fs/files/Volumes/a/x%2Fy",
                "/api/2.0/fs/files/Volumes/a%252Fb",
                "/api/2.0/fs/files/Volumes/100%25",
                "/api/2.0/fs/files/Volumes/100%25ab",
                "/api/2.0/fs/files/Volumes/a+b",
                "/api/2.0/fs/files/Volumes/a;b=c",
                "/api/2.0/fs/files/Volumes/%C3%A9t%C3%A9",
                "/api/2.0/fs/files//Volumes/a",
                "/api/2.0/fs/files/Volumes/.hidden",
                "/api/2.0/fs/files/Volumes/a..b",
                "/api/2.0/fs/files/Volumes/a|b",
                "/api/2.0/workspace/list?path=/Users/a%40b/../x",
                "/api/2.0/token/list",
                "/api/2.0/secrets/list",
                "/api/2.1/unity-catalog/recipients",
                "/oidcx"
            })
    void all_else_arrives_byte_for_byte(String target) {
        assertThat(assertPasses(me().to(target)).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oidc/.well-known/oauth-authorization-server",
                "/oidc/.well-known/openid-configuration",
                "/oidc/jwks.json"
            })
    void discovery_is_for_reading(String path) {
        assertDenied(me().to(path).by("POST").body("x"), 403, "method_not_allowed");
        assertDenied(me().to(path).without("Authorization"), 401, "workspace_credential_required");
        assertPasses(me().to(path));
    }

    @Test
    void a_closed_path_is_not_shown_to_strangers() {
        var token = acme.alice().signedBy(stranger);
        assertDenied(me().to("/api/2.0/token/create").token(token), 401, "bad_signature");
    }
}
