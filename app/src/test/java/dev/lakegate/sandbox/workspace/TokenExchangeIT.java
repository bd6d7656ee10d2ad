package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.iam.MeRequest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The workspace's token exchange, with the provider stood for by [TestingIssuer].
class TokenExchangeIT extends WithWorkspace {
    private static final String ETL = "5ea1ab1e-0000-4000-8000-00000000e71a";
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    private static final String REST =
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&scope=all-apis";

    private TestingIssuer provider;

    @BeforeEach
    void trustProvider() throws IOException {
        provider = new TestingIssuer();
        workspace.trust(provider.issuer());
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void an_identity_token_becomes_a_workspace_token_of_the_same_person() throws Exception {
        workspace.tokenLifetime(Duration.ofMinutes(10));

        var answer = exchange(provider.tokenFor(ALICE)).json();

        assertThat(answer.get("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(answer.get("scope").stringValue()).isEqualTo("all-apis");
        assertThat(answer.get("expires_in").intValue()).isEqualTo(600);
        var token = answer.get("access_token").stringValue();
        assertThat(sdk(token).currentUser().me(new MeRequest()).getUserName()).isEqualTo(ALICE);
        assertThat(signedByPublishedKey(token)).isTrue();
    }

    @Test
    void with_a_client_id_it_becomes_a_token_of_the_service_principal() throws IOException {
        var answer = post(body(provider.tokenFor(ALICE)) + "&client_id=" + ETL).json();

        var me = sdk(answer.get("access_token").stringValue()).currentUser().me(new MeRequest());
        assertThat(me.getUserName()).isEqualTo(ETL);
        assertThat(me.getDisplayName()).isEqualTo("etl");
    }

    @Test
    void a_token_signed_with_a_rotated_key_is_taken_at_once() throws IOException {
        assertThat(exchange(provider.tokenFor(ALICE)).status()).isEqualTo(200);
        provider.rotateKey();
        assertThat(exchange(provider.tokenFor(ALICE)).status()).isEqualTo(200);
    }

    @Test
    void a_token_within_30_seconds_of_its_end_is_refused_and_one_with_40_is_not() throws IOException {
        var now = Instant.parse("2030-01-01T00:00:00Z");
        workspace.clock(() -> now);

        assertThat(exchange(expiring(now.plusSeconds(40))).status()).isEqualTo(200);
        assertRefused(exchange(expiring(now.plusSeconds(29))), 400, "invalid_grant");
        assertRefused(exchange(expiring(now.minusSeconds(1))), 400, "invalid_grant");
    }

    @Test
    void a_token_for_someone_else_or_from_someone_else_is_refused() throws IOException {
        var otherAudience = provider.claims(ALICE).audience("urn:other:api").build();
        assertRefused(exchange(provider.sign(otherAudience)), 400, "invalid_grant");
        assertRefused(exchange(provider.tokenFor("nobody@acme.example")), 400, "invalid_grant");
        assertRefused(exchange("not.a.jwt"), 400, "invalid_grant");
        try (var stranger = new TestingIssuer()) {
            assertRefused(exchange(stranger.tokenFor(ALICE)), 400, "invalid_grant");
            var claimsToBeOurs =
                    stranger.claims(ALICE).issuer(provider.issuer()).build();
            assertRefused(exchange(stranger.sign(claimsToBeOurs)), 400, "invalid_grant");
        }
    }

    @Test
    void a_form_that_is_not_the_exchange_is_refused_with_its_error() throws IOException {
        var body = body(provider.tokenFor(ALICE));
        var refusals = Map.of(
                body.replace(GRANT, "grant_type=client_credentials"),
                "400 unsupported_grant_type",
                body.replace(GRANT + "&", ""),
                "400 invalid_request",
                GRANT + REST,
                "400 invalid_request",
                body + "&" + GRANT,
                "400 invalid_request",
                body.replace("type%3Ajwt", "type%3Asaml2"),
                "400 invalid_request",
                body.replace("all-apis", "sql"),
                "400 invalid_scope",
                body + "&client_id=nobody",
                "401 invalid_client",
                body + "&client_id=bob%40acme.example",
                "401 invalid_client",
                body + "&pad=" + "x".repeat(200_000),
                "400 invalid_request",
                body + "&pad=%zz",
                "400 invalid_request");
        for (var refusal : refusals.entrySet()) {
            var answer = post(refusal.getKey());
            assertThat(answer.status() + " " + answer.json().get("error").stringValue())
                    .isEqualTo(refusal.getValue());
        }
    }

    @Test
    void client_authentication_and_other_media_types_are_refused() throws IOException {
        var body = body(provider.tokenFor(ALICE)).getBytes(US_ASCII);
        var form = "application/x-www-form-urlencoded";

        assertRefused(
                client.post("/oidc/v1/token", body, "Content-Type", form, "Authorization", bearer(ALICE)),
                401,
                "invalid_client");
        assertRefused(client.post("/oidc/v1/token", body, "Content-Type", "application/json"), 400, "invalid_request");
        assertThat(client.post("/oidc/v1/token", body, "Content-Type", form + "; charset=UTF-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_provider_whose_keys_cannot_be_fetched_is_a_passing_failure() throws IOException {
        var token = provider.tokenFor(ALICE);
        provider.close();

        assertRefused(exchange(token), 503, "temporarily_unavailable");
    }

    private String expiring(Instant end) {
        return provider.sign(
                provider.claims(ALICE).expirationTime(Date.from(end)).build());
    }

    private boolean signedByPublishedKey(String token) throws IOException, ParseException, JOSEException {
        var published = JWKSet.parse(client.get("/oidc/jwks.json").json().toString());
        var signed = SignedJWT.parse(token);
        var key = published.getKeyByKeyId(signed.getHeader().getKeyID()).toRSAKey();
        return signed.verify(new RSASSAVerifier(key.toRSAPublicKey()));
    }

    private DirectClient.Answer exchange(String identityToken) throws IOException {
        return post(body(identityToken));
    }

    private DirectClient.Answer post(String body) throws IOException {
        return client.post(
                "/oidc/v1/token", body.getBytes(US_ASCII), "Content-Type", "application/x-www-form-urlencoded");
    }

    private static String body(String identityToken) {
        return GRANT + "&subject_token=" + identityToken + REST;
    }

    private static void assertRefused(DirectClient.Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("error").stringValue()).isEqualTo(error);
        assertThat(answer.json().get("error_description").stringValue()).isNotEmpty();
    }
}
