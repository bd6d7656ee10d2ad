package dev.lakegate.diagnosis;

import static dev.lakegate.model.Phrase.verbatim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Outcome.Fine;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.oauth.TinyProvider;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a provider publishes of itself, right and wrong.
class ProviderChecksTest {
    @TempDir
    Path home;

    private TinyProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new TinyProvider();
        provider.announces("code_challenge_methods_supported", List.of("plain", "S256"));
        provider.announces("scopes_supported", List.of("openid", "offline_access"));
        provider.announces("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void a_sound_provider_is_fine_and_what_it_offers_is_told() throws Exception {
        assertThat(outcome("discovery"))
                .isEqualTo(new Fine(verbatim("the configured issuer's; offers iss in its answers, revocation; lacks"
                        + " device grant, end of session, PAR")));
        assertThat(outcome("keys")).isEqualTo(new Fine(verbatim("1 of 1 can be verified with")));
        assertThat(outcome("client_registration")).isInstanceOf(Fine.class);
    }

    @Test
    void another_issuer_is_told_beside_the_configured_one() throws Exception {
        provider.announces("issuer", provider.issuer() + "/");

        assertThat(((Wrong) outcome("discovery")).detail().toString())
                .isEqualTo("it names the issuer '" + provider.issuer() + "/', the profile names '" + provider.issuer()
                        + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    void a_missing_endpoint_is_told_by_its_name(String member) throws Exception {
        provider.announcesNo(member);

        assertThat(((Wrong) outcome("discovery")).detail().toString()).isEqualTo("it has no '" + member + "'");
    }

    @Test
    void a_provider_without_pkce_is_wrong_and_one_that_is_silent_about_it_is_not() throws Exception {
        provider.announces("code_challenge_methods_supported", List.of("plain"));
        assertThat(((Wrong) outcome("discovery")).detail().toString()).contains("PKCE");

        provider.announcesNo("code_challenge_methods_supported");
        assertThat(outcome("discovery")).isInstanceOf(Attention.class);
    }

    @Test
    void algorithms_that_no_gateway_verifies_are_wrong() throws Exception {
        provider.announces("id_token_signing_alg_values_supported", List.of("PS256", "HS256"));

        assertThat(((Wrong) outcome("discovery")).detail().toString()).contains("neither RS256 nor ES256");
    }

    @Test
    void a_provider_that_is_away_is_unreachable_and_its_keys_are_not_looked_at() throws Exception {
        provider.close();

        assertThat(((Wrong) outcome("discovery")).status()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(outcome("keys")).isInstanceOf(NotLookedAt.class);
        assertThat(outcome("client_registration")).isInstanceOf(NotLookedAt.class);
    }

    @Test
    void a_key_set_that_is_none_is_wrong() throws Exception {
        provider.answersKeysWith(TinyProvider.error(404, "not_found"));

        assertThat(((Wrong) outcome("keys")).detail().toString()).contains("holds no key set (status 404)");
    }

    @Test
    void keys_that_gateways_cannot_verify_with_are_none() throws Exception {
        keys(List.of(
                Map.of("kty", "EC", "crv", "P-384", "kid", "p384", "alg", "ES384"),
                Map.of("kty", "OKP", "crv", "Ed25519", "kid", "eddsa"),
                Map.of("kty", "EC", "crv", "P-256", "kid", "encrypts", "use", "enc"),
                Map.of("kty", "EC", "crv", "P-256", "alg", "ES256")));

        assertThat(((Wrong) outcome("keys")).detail().toString())
                .isEqualTo("none of its 4 keys is one for RS256 or ES256 with an id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "k"})
    void a_published_private_key_is_told_and_its_value_is_not(String member) throws Exception {
        keys(List.of(
                Map.of("kty", "EC", "crv", "P-256", "kid", "good"),
                Map.of("kty", "EC", "crv", "P-256", "kid", "bad", member, "canary-private-value")));

        Wrong wrong = (Wrong) outcome("keys");
        assertThat(wrong.detail().toString())
                .contains("publishes a private or symmetric key")
                .doesNotContain("canary");
    }

    @Test
    void an_rsa_key_that_can_be_broken_is_wrong() throws Exception {
        byte[] modulus = new byte[128]; // 1024 bits
        modulus[0] = (byte) 0x80;
        keys(List.of(
                Map.of("kty", "EC", "crv", "P-256", "kid", "good"),
                Map.of(
                        "kty",
                        "RSA",
                        "kid",
                        "short",
                        "e",
                        "AQAB",
                        "n",
                        Base64.getUrlEncoder().encodeToString(modulus))));

        assertThat(((Wrong) outcome("keys")).detail().toString()).contains("RSA key short has 1024 bits");
    }

    @Test
    void a_sign_in_that_will_not_last_is_worth_a_word() throws Exception {
        provider.announces("scopes_supported", List.of("openid"));
        assertThat(((Attention) outcome("client_registration")).detail().toString())
                .contains("does not list the scope offline_access");

        provider.announcesNo("scopes_supported");
        provider.announces("grant_types_supported", List.of("authorization_code"));
        assertThat(((Attention) outcome("client_registration")).detail().toString())
                .contains("does not offer refresh tokens");

        provider.announcesNo("grant_types_supported");
        assertThat(((Attention) outcome("client_registration", "scopes = [\"openid\"]"))
                        .detail()
                        .toString())
                .contains("does not ask for the scope offline_access");
    }

    @Test
    void a_provider_without_the_grants_that_the_profile_uses_is_wrong() throws Exception {
        provider.announces("grant_types_supported", List.of("refresh_token", "implicit"));
        assertThat(((Wrong) outcome("client_registration")).detail().toString()).contains("authorization code grant");

        provider.announcesNo("grant_types_supported");
        assertThat(((Wrong) outcome("client_registration", "device_grant = true"))
                        .detail()
                        .toString())
                .contains("device grant");
        provider.announces("device_authorization_endpoint", provider.issuer() + "/device");
        assertThat(outcome("client_registration", "device_grant = true")).isInstanceOf(Fine.class);
    }

    @Test
    void a_provider_that_has_no_public_clients_is_worth_a_word() throws Exception {
        provider.announces("token_endpoint_auth_methods_supported", List.of("client_secret_post"));

        assertThat(((Attention) outcome("client_registration")).detail().toString())
                .contains("public clients");
    }

    @Test
    void the_redirect_to_register_is_told_with_its_ports() throws Exception {
        assertThat(((Fine) outcome("client_registration", "redirect_ports = [8020, 8021]"))
                        .detail()
                        .toString())
                .contains("http://127.0.0.1:8020/callback, http://127.0.0.1:8021/callback");

        provider.announcesNo("authorization_response_iss_parameter_supported");
        assertThat(((Fine) outcome("client_registration")).detail().toString())
                .contains("http://127.0.0.1/callback/acme on any port");
    }

    private void keys(List<Map<String, String>> keys) {
        provider.answersKeysWith(TinyProvider.json(200, Map.of("keys", keys)));
    }

    private Outcome outcome(String check) throws Exception {
        return outcome(check, "");
    }

    private Outcome outcome(String check, String setting) throws Exception {
        List<Finding> findings = new Patient(home, """
                [profile.acme]
                issuer = "%s"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:1"
                %s
                """.formatted(provider.issuer(), setting)).findings(check);
        assertThat(findings).hasSize(1);
        return findings.getFirst().outcome();
    }
}
