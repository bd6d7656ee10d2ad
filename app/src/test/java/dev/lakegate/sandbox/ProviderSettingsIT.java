package dev.lakegate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.sandbox.PlainClient.Answer;
import dev.lakegate.sandbox.PlainClient.AuthorizationResponse;
import dev.lakegate.sandbox.ProviderSettings.Account;
import dev.lakegate.sandbox.ProviderSettings.AudienceBy;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.ProviderSettings.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each habit of real providers that the sandbox's provider can be told to have, or to lack.
class ProviderSettingsIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    @Test
    void a_bare_provider_lacks_every_optional_endpoint() throws Exception {
        try (Provider provider = Provider.start(STANDARD.without(Feature.values()));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            assertThat(lakegate.get(DISCOVERY).body().propertyNames())
                    .contains("authorization_endpoint", "token_endpoint", "jwks_uri")
                    .doesNotContain(
                            "pushed_authorization_request_endpoint",
                            "device_authorization_endpoint",
                            "revocation_endpoint",
                            "end_session_endpoint",
                            "authorization_response_iss_parameter_supported");

            AuthorizationResponse response =
                    lakegate.authorize(Person.named("alice"), Map.of("resource", Provider.AUDIENCE));
            assertThat(response.parameters()).containsKeys("code", "state").doesNotContainKey("iss");
            AuthorizationResponse refusal = lakegate.authorize(Person.named("alice"), Map.of("resource", "urn:nobody"));
            assertThat(refusal.parameters()).containsKeys("error", "state").doesNotContainKey("iss");
            Answer tokens = lakegate.redeem(response);
            assertThat(tokens.text("access_token")).contains(".");
            assertThat(tokens.text("refresh_token")).isNull();

            for (String endpoint : List.of("/request", "/device/auth", "/token/revocation", "/session/end")) {
                assertThat(lakegate.post(endpoint, Map.of()).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void without_rotation_a_refresh_token_serves_again_and_again() throws Exception {
        try (Provider provider = Provider.start(STANDARD.without(Feature.ROTATION));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            String refreshToken = lakegate.signIn(Person.named("alice")).text("refresh_token");

            for (int time = 0; time < 2; time++) {
                assertThat(lakegate.refresh(refreshToken).text("refresh_token")).isEqualTo(refreshToken);
            }
        }
    }

    @Test
    void without_reuse_detection_a_used_refresh_token_is_refused_alone() throws Exception {
        try (Provider provider = Provider.start(STANDARD.without(Feature.REUSE_DETECTION));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer first = lakegate.signIn(Person.named("alice"));
            Answer second = lakegate.refresh(first.text("refresh_token"));

            assertThat(lakegate.refresh(first.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");
            assertThat(lakegate.refresh(second.text("refresh_token")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_stronger_sign_in_is_asked_for_by_acr_values_where_the_provider_heeds_them() throws Exception {
        Map<String, String> strongly = Map.of("resource", Provider.AUDIENCE, "acr_values", "urn:lakegate:mfa");
        try (Provider heeding = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(heeding, "lakegate")) {
            Person alice = Person.named("alice");
            assertThat(claims(lakegate.signIn(alice)).getStringClaim("acr")).isEqualTo("urn:lakegate:pwd");

            AuthorizationResponse asked = lakegate.authorize(alice.withoutPassword(), strongly);
            assertThat(asked.page().text()).contains("Who are you?");
            JWTClaimsSet strong = claims(lakegate.redeem(lakegate.authorize(alice, strongly)));
            assertThat(strong.getStringClaim("acr")).isEqualTo("urn:lakegate:mfa");
            assertThat(strong.getLongClaim("auth_time")).isPositive();
        }
        try (Provider deaf = Provider.start(STANDARD.without(Feature.STEP_UP));
                PlainClient lakegate = new PlainClient(deaf, "lakegate")) {
            assertThat(claims(lakegate.redeem(lakegate.authorize(Person.named("alice"), strongly)))
                            .getStringClaim("acr"))
                    .isEqualTo("urn:lakegate:pwd");
        }
    }

    @Test
    void lifetimes_are_as_set_and_a_refresh_token_dies_of_age() throws Exception {
        Lifetimes brief = new Lifetimes(Duration.ofSeconds(90), Duration.ofSeconds(80), Duration.ofSeconds(1));
        try (Provider provider = Provider.start(STANDARD.with(brief));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer tokens = lakegate.signIn(Person.named("alice"));

            assertThat(tokens.body().get("expires_in").asInt()).isEqualTo(90);
            assertThat(lifetime(claims(tokens))).isEqualTo(Duration.ofSeconds(90));
            assertThat(lifetime(SignedJWT.parse(tokens.text("id_token")).getJWTClaimsSet()))
                    .isEqualTo(Duration.ofSeconds(80));
            await().until(() -> Instant.now()
                    .isAfter(claims(tokens).getIssueTime().toInstant().plusSeconds(2)));
            assertThat(lakegate.refresh(tokens.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");
        }
    }

    @Test
    void the_audience_is_asked_for_by_the_parameter_the_provider_knows() throws Exception {
        Map<AudienceBy, Map<String, String>> requests = Map.of(
                AudienceBy.AUDIENCE, Map.of("audience", Provider.AUDIENCE),
                AudienceBy.SCOPE, Map.of());
        for (AudienceBy parameter : requests.keySet()) {
            try (Provider provider = Provider.start(STANDARD.with(parameter));
                    PlainClient lakegate = new PlainClient(provider, "lakegate")) {
                Answer tokens = lakegate.redeem(lakegate.authorize(Person.named("alice"), requests.get(parameter)));
                Answer refreshed = lakegate.refresh(tokens.text("refresh_token"));

                assertThat(claims(tokens).getAudience()).containsExactly(Provider.AUDIENCE);
                assertThat(claims(refreshed).getAudience()).containsExactly(Provider.AUDIENCE);
            }
        }
    }

    @Test
    void a_provider_with_a_wrong_issuer_names_another_than_itself() throws Exception {
        try (Provider provider = Provider.start(STANDARD.withWrongIssuer());
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            assertThat(lakegate.get(DISCOVERY).text("issuer"))
                    .isNotBlank()
                    .isNotEqualTo(provider.issuer().toString());
        }
    }

    @Test
    void over_https_a_person_who_trusts_the_authority_signs_in(@TempDir Path folder) throws Exception {
        Certificates authority = Certificates.create(folder);
        Certificates.ServerCertificate server = authority.server("127.0.0.1");
        Tls https = new Tls(server.chainPem(), server.keyPem(), authority.trusting());
        try (Provider provider = Provider.start(STANDARD.with(https));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            assertThat(provider.issuer()).hasScheme("https");
            Person alice = new Person("alice", "alice-password", https.trust());

            AuthorizationResponse response = lakegate.authorize(alice, Map.of());

            assertThat(response.parameters())
                    .containsKey("code")
                    .containsEntry("iss", provider.issuer().toString());
            assertThat(provider.counters().endpoint("authorization")).isEqualTo(1);
        }
    }

    @Test
    void people_can_be_added_and_replaced() throws Exception {
        Account trudy = new Account("trudy", "bob@acme.example", false, List.of("a,b", "\"c\""));
        Account alice = new Account("alice", "alice@acme.example", true, List.of());
        try (Provider provider = Provider.start(STANDARD.with(trudy, alice));
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            JWTClaimsSet trudys = claims(lakegate.signIn(Person.named("trudy")));

            assertThat(trudys.getBooleanClaim("email_verified")).isFalse();
            assertThat(trudys.getStringListClaim("groups")).containsExactly("a,b", "\"c\"");
            assertThat(claims(lakegate.signIn(Person.named("alice"))).getStringListClaim("groups"))
                    .isEmpty();
        }
    }

    private static JWTClaimsSet claims(Answer tokens) throws Exception {
        return SignedJWT.parse(tokens.text("access_token")).getJWTClaimsSet();
    }

    private static Duration lifetime(JWTClaimsSet claims) {
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }
}
