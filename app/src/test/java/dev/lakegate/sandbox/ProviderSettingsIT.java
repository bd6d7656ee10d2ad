package dev.lakegate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.sandbox.PlainClient.Answer;
import dev.lakegate.sandbox.PlainClient.AuthorizationResponse;
import dev.lakegate.sandbox.ProviderSettings.Account;
import dev.lakegate.sandbox.ProviderSettings.AudienceBy;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each habit of real providers that the sandbox's provider can be told to have, or to lack.
class ProviderSettingsIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

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
    void a_pushed_request_is_signed_in_to_by_its_uri_once() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Map<String, String> request =
                    lakegate.authorizationRequest(URI.create("http://127.0.0.1:9/"), "v".repeat(43));
            Answer pushed = lakegate.post("/request", request);
            assertThat(pushed.status()).isEqualTo(201);
            Person alice = Person.named("alice");
            String url = "/auth?client_id=lakegate&request_uri=" + pushed.text("request_uri");

            assertThatThrownBy(() -> alice.signIn(provider.issuer().resolve(url)))
                    .as("nobody listens at the redirect URI")
                    .isInstanceOf(ConnectException.class);
            assertThat(alice.signIn(provider.issuer().resolve(url)).text()).contains("invalid_request_uri");
        }
    }

    @Test
    void a_device_is_signed_in_by_a_person_elsewhere() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer device = lakegate.post(
                    "/device/auth", Map.of("scope", "openid offline_access lakegate", "resource", Provider.AUDIENCE));
            Map<String, String> poll = Map.of("grant_type", DEVICE_CODE, "device_code", device.text("device_code"));
            assertThat(lakegate.token(poll).text("error")).isEqualTo("authorization_pending");

            Person.Page page = Person.named("alice").signIn(URI.create(device.text("verification_uri_complete")));

            assertThat(page.text()).contains("You are signed in");
            Answer tokens = lakegate.token(poll);
            assertThat(claims(tokens).getSubject()).isEqualTo("alice");
            assertThat(lakegate.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_revoked_refresh_token_is_refused_and_a_sign_out_ends_the_browsers_session() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Person alice = Person.named("alice");
            Answer tokens = lakegate.signIn(alice);

            assertThat(lakegate.post("/token/revocation", Map.of("token", tokens.text("refresh_token")))
                            .status())
                    .isEqualTo(200);
            assertThat(lakegate.refresh(tokens.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");

            URI signOut = provider.issuer().resolve("/session/end?id_token_hint=" + tokens.text("id_token"));
            assertThat(alice.signIn(signOut).text()).contains("You are signed out");
            AuthorizationResponse asked = lakegate.authorize(alice.withoutPassword(), Map.of());
            assertThat(asked.page().text()).contains("Who are you?");
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

    @Test
    void keys_are_announced_then_used_then_retired_and_sessions_outlive_them() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer tokens = lakegate.signIn(Person.named("alice"));
            String old = keyId(tokens);

            List<String> announced = provider.announceKey();
            assertThat(announced).hasSize(2).startsWith(old);
            assertThat(published(lakegate)).isEqualTo(announced);
            tokens = lakegate.refresh(tokens.text("refresh_token"));
            assertThat(keyId(tokens)).isEqualTo(old);

            assertThat(provider.rotateKeys()).containsExactly(announced.get(1), old);
            tokens = lakegate.refresh(tokens.text("refresh_token"));
            assertThat(keyId(tokens)).isEqualTo(announced.get(1));

            provider.retireKeys();
            assertThat(published(lakegate)).containsExactly(announced.get(1));
            assertThat(provider.rotateKeys()).hasSize(2).doesNotContain(old);
        }
    }

    @Test
    void requests_are_counted_by_endpoint_and_by_grant() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer tokens = lakegate.signIn(Person.named("alice"));
            lakegate.refresh(tokens.text("refresh_token"));
            lakegate.refresh("unknown");
            lakegate.get("/jwks");

            assertThat(provider.counters().grants()).isEqualTo(Map.of("authorization_code", 1, "refresh_token", 2));
            assertThat(provider.counters().endpoint("token")).isEqualTo(3);
            assertThat(provider.counters().endpoint("jwks")).isEqualTo(1);
            assertThat(lakegate.get("/sandbox/counters").status()).isEqualTo(401);
        }
    }

    @Test
    void a_closed_provider_is_gone_and_comes_back_on_its_port_with_other_keys() throws Exception {
        Provider provider = Provider.start(STANDARD);
        try (PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            List<String> keys = published(lakegate);
            provider.close();
            assertThatThrownBy(() -> lakegate.get("/jwks")).isInstanceOf(IOException.class);

            try (Provider again =
                    Provider.start(STANDARD.onPort(provider.issuer().getPort()))) {
                assertThat(again.issuer()).isEqualTo(provider.issuer());
                assertThat(published(lakegate)).doesNotContainAnyElementsOf(keys);
            }
        }
    }

    private static JWTClaimsSet claims(Answer tokens) throws Exception {
        return SignedJWT.parse(tokens.text("access_token")).getJWTClaimsSet();
    }

    private static String keyId(Answer tokens) throws Exception {
        JWSHeader header = SignedJWT.parse(tokens.text("access_token")).getHeader();
        return header.getKeyID();
    }

    private static List<String> published(PlainClient client) throws IOException {
        return client.get("/jwks")
                .body()
                .get("keys")
                .valueStream()
                .map(key -> key.get("kid").asString())
                .toList();
    }

    private static Duration lifetime(JWTClaimsSet claims) {
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }
}
