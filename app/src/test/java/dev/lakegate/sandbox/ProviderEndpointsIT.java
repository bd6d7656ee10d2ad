package dev.lakegate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.sandbox.PlainClient.Answer;
import dev.lakegate.sandbox.PlainClient.AuthorizationResponse;
import dev.lakegate.sandbox.Provider.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the sandbox's provider offers beside sign-in and refresh, to applications and to tests.
class ProviderEndpointsIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

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
            Answer device = device(lakegate);
            Map<String, String> poll = poll(device);
            assertThat(lakegate.token(poll).text("error")).isEqualTo("authorization_pending");

            Person.Page page = Person.named("alice").signIn(URI.create(device.text("verification_uri_complete")));

            assertThat(page.text()).contains("You are signed in");
            Answer tokens = lakegate.token(poll);
            assertThat(claims(tokens).getSubject()).isEqualTo("alice");
            assertThat(lakegate.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_person_enters_the_code_of_a_device_by_hand_or_says_no() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Person alice = Person.named("alice");
            Answer entered = device(lakegate);
            alice.enterCode(URI.create(entered.text("verification_uri")), entered.text("user_code"));
            assertThat(lakegate.token(poll(entered)).status()).isEqualTo(200);

            Answer declined = device(lakegate);
            alice.declineCode(URI.create(declined.text("verification_uri_complete")));
            assertThat(lakegate.token(poll(declined)).text("error")).isEqualTo("access_denied");
        }
    }

    @Test
    void requests_fail_as_often_as_planned_and_no_more() throws Exception {
        try (Provider provider = Provider.start(STANDARD);
                PlainClient lakegate = new PlainClient(provider, "lakegate")) {
            Answer tokens = lakegate.signIn(Person.named("alice"));
            provider.failNext("/token", 2, new Failure.Answer(503, "temporarily_unavailable"));
            for (int time = 0; time < 2; time++) {
                assertThat(lakegate.refresh(tokens.text("refresh_token")).status())
                        .isEqualTo(503);
            }
            tokens = lakegate.refresh(tokens.text("refresh_token"));
            assertThat(tokens.status()).isEqualTo(200);

            provider.failNext("/jwks", 1, new Failure.Late(Duration.ofMillis(300)));
            Instant asked = Instant.now();
            assertThat(lakegate.get("/jwks").status()).isEqualTo(200);
            assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(290));

            String used = tokens.text("refresh_token");
            provider.failNext("/token", 1, new Failure.Lost());
            assertThatThrownBy(() -> lakegate.refresh(used)).isInstanceOf(IOException.class);
            assertThat(lakegate.refresh(used).text("error"))
                    .as("it was carried out")
                    .isEqualTo("invalid_grant");
        }
    }

    private static Answer device(PlainClient client) throws IOException {
        return client.post(
                "/device/auth", Map.of("scope", "openid offline_access lakegate", "resource", Provider.AUDIENCE));
    }

    private static Map<String, String> poll(Answer device) {
        return Map.of("grant_type", DEVICE_CODE, "device_code", device.text("device_code"));
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
}
