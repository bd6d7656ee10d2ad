package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Route.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which answers tell that a token is dead. One too many, and a served app gets a request twice.
class DeadTokenTest {
    private static final HttpFields NOTHING = HttpFields.EMPTY;

    @ParameterizedTest
    @ValueSource(strings = {"token_expired", "unknown_key", "bad_signature", "token_revoked", "token_not_yet_valid"})
    void the_gateways_own_denial_is_of_the_identity_token_whatever_the_status_and_the_route(String denial) {
        HttpFields answer = HttpFields.build().put("X-Lakegate-Error", denial);
        for (Credential credential : Credential.values()) {
            // gRPC is told of it with status 200
            assertThat(DeadToken.in(401, answer, credential)).isEqualTo(DeadToken.IDENTITY);
            assertThat(DeadToken.in(200, answer, credential)).isEqualTo(DeadToken.IDENTITY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied_by_policy", "group_required", "missing_token", "insufficient_user_authentication"})
    void another_denial_is_not_mended_by_another_token(String denial) {
        HttpFields answer = HttpFields.build().put("X-Lakegate-Error", denial);
        assertThat(DeadToken.in(401, answer, Credential.WORKSPACE)).isEqualTo(DeadToken.NONE);
        assertThat(DeadToken.in(403, answer, Credential.WORKSPACE)).isEqualTo(DeadToken.NONE);
    }

    @ParameterizedTest
    @CsvSource({"401, WORKSPACE", "403, WORKSPACE_PERHAPS", "200, NONE", "404, NONE", "429, NONE", "500, NONE"})
    void a_workspace_tells_of_its_own(int status, DeadToken dead) {
        assertThat(DeadToken.in(status, NOTHING, Credential.WORKSPACE)).isEqualTo(dead);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_served_app_means_something_else_by_it(int status) {
        assertThat(DeadToken.in(status, NOTHING, Credential.IDENTITY)).isEqualTo(DeadToken.NONE);
    }

    @Test
    void what_is_compressed_cannot_be_looked_into() {
        assertThat(DeadToken.in(403, HttpFields.build().put("Content-Encoding", "gzip"), Credential.WORKSPACE))
                .isEqualTo(DeadToken.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"error_code\":403,\"message\":\"Invalid access token.\"}', true",
        "'Invalid access token', true",
        "'Invalid access toke', false",
        "'{\"message\":\"User lacks permission.\"}', false",
        "'', false"
    })
    void databricks_words_are_looked_for(String content, boolean told) {
        assertThat(DeadToken.isTold(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(told);
    }
}
