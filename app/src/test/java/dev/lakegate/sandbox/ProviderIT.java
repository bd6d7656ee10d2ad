package dev.lakegate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.lakegate.sandbox.PlainClient.Answer;
import dev.lakegate.sandbox.PlainClient.AuthorizationResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The sandbox's provider behaves as the company's provider that the rest of the tests take it for.
class ProviderIT {
    private static final JOSEObjectTypeVerifier<SecurityContext> AT_JWT =
            new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"));
    private static final JOSEObjectTypeVerifier<SecurityContext> JWT =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null);

    private static Provider provider;
    private static PlainClient lakegate;

    @BeforeAll
    static void start() {
        provider = Provider.start(ProviderSettings.standard());
        lakegate = new PlainClient(provider, "lakegate");
    }

    @AfterAll
    static void stop() {
        lakegate.close();
        provider.close();
    }

    @Test
    void sign_in_with_pkce_yields_an_access_token_in_the_form_of_rfc_9068() throws Exception {
        AuthorizationResponse response =
                lakegate.authorize(Person.named("alice"), Map.of("resource", Provider.AUDIENCE));
        assertThat(response.parameters()).containsEntry("iss", provider.issuer().toString());

        Answer tokens = lakegate.redeem(response);

        assertThat(tokens.text("scope")).contains("lakegate");
        JWTClaimsSet claims = verified(tokens.text("access_token"), AT_JWT);
        assertThat(claims.getIssuer()).isEqualTo(provider.issuer().toString());
        assertThat(claims.getAudience()).containsExactly("urn:lakegate:sandbox");
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("lakegate");
        assertThat(claims.getStringClaim("scope").split(" ")).contains("lakegate");
        assertThat(claims.getStringClaim("email")).isEqualTo("alice@acme.example");
        assertThat(claims.getBooleanClaim("email_verified")).isTrue();
        assertThat(claims.getStringListClaim("groups")).containsExactly("data-science", "data-engineers");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void the_id_token_names_the_person_and_comes_anew_with_each_refresh() throws Exception {
        Answer tokens = lakegate.signIn(Person.named("bob"));
        Answer refreshed = lakegate.refresh(tokens.text("refresh_token"));

        for (Answer answer : List.of(tokens, refreshed)) {
            JWTClaimsSet claims = verified(answer.text("id_token"), JWT);
            assertThat(claims.getAudience()).containsExactly("lakegate");
            assertThat(claims.getSubject()).isEqualTo("bob");
            assertThat(claims.getStringClaim("email")).isEqualTo("bob@acme.example");
            assertThat(claims.getBooleanClaim("email_verified")).isTrue();
            assertThat(claims.getStringListClaim("groups")).containsExactly("data-science");
        }
    }

    @Test
    void without_a_resource_the_access_token_is_opaque() throws Exception {
        Answer tokens = lakegate.redeem(lakegate.authorize(Person.named("alice"), Map.of()));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.text("access_token")).isNotBlank().doesNotContain(".");
    }

    @Test
    void another_resource_yields_a_token_for_another_audience_and_an_unknown_one_none() throws Exception {
        Person alice = Person.named("alice");

        Answer other = lakegate.redeem(lakegate.authorize(alice, Map.of("resource", Provider.OTHER_AUDIENCE)));
        AuthorizationResponse unknown = lakegate.authorize(alice, Map.of("resource", "urn:nobody"));

        assertThat(verified(other.text("access_token"), AT_JWT).getAudience()).containsExactly("urn:other:api");
        assertThat(unknown.parameters()).containsEntry("error", "invalid_target");
    }

    @Test
    void another_client_gets_tokens_under_its_own_name() throws Exception {
        try (PlainClient otherApp = new PlainClient(provider, "other-app")) {
            Answer tokens = otherApp.signIn(Person.named("alice"));

            assertThat(verified(tokens.text("access_token"), AT_JWT).getStringClaim("client_id"))
                    .isEqualTo("other-app");
        }
    }

    @Test
    void the_robot_gets_a_token_that_stands_for_no_person() throws Exception {
        Answer tokens = lakegate.token(Map.of(
                "grant_type", "client_credentials",
                "client_id", "robot",
                "client_secret", "robot-secret",
                "scope", "lakegate",
                "resource", Provider.AUDIENCE));

        JWTClaimsSet claims = verified(tokens.text("access_token"), AT_JWT);
        assertThat(claims.getSubject()).isEqualTo("robot");
        assertThat(claims.getClaims()).doesNotContainKeys("email", "groups");
    }

    @Test
    void a_refresh_replaces_the_refresh_token_and_the_used_one_is_refused_with_all_its_kin() throws Exception {
        Answer first = lakegate.signIn(Person.named("alice"));
        Answer second = lakegate.refresh(first.text("refresh_token"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(verified(second.text("access_token"), AT_JWT).getAudience()).containsExactly("urn:lakegate:sandbox");

        assertInvalidGrant(lakegate.refresh(first.text("refresh_token")));
        assertInvalidGrant(lakegate.refresh(second.text("refresh_token")));
    }

    @Test
    void of_several_refreshes_that_race_with_one_token_at_most_one_succeeds() throws Exception {
        String refreshToken = lakegate.signIn(Person.named("alice")).text("refresh_token");
        Callable<Integer> refresh = () -> lakegate.refresh(refreshToken).status();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = threads.invokeAll(List.of(refresh, refresh, refresh, refresh)).stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(statuses).filteredOn(status -> status == 200).hasSizeLessThanOrEqualTo(1);
            assertThat(statuses).filteredOn(status -> status == 400).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_code_is_redeemed_only_with_the_verifier_of_its_challenge() throws Exception {
        Person alice = Person.named("alice");
        for (String verifier : List.of("", UUID.randomUUID() + "-" + UUID.randomUUID())) {
            AuthorizationResponse response = lakegate.authorize(alice, Map.of());
            assertInvalidGrant(lakegate.redeem(
                    new AuthorizationResponse(response.parameters(), response.redirect(), verifier, response.page())));
        }

        AuthorizationResponse unprotected =
                lakegate.authorize(alice, Map.of("code_challenge", "", "code_challenge_method", ""));
        assertThat(unprotected.parameters()).containsEntry("error", "invalid_request");
        AuthorizationResponse plain = lakegate.authorize(alice, Map.of("code_challenge_method", "plain"));
        assertThat(plain.parameters()).containsEntry("error", "invalid_request");
    }

    @Test
    void a_wrong_password_is_answered_with_the_form_again() throws Exception {
        AuthorizationResponse response = lakegate.authorize(new Person("alice", "bob-password"), Map.of());

        assertThat(response.parameters()).isEmpty();
        assertThat(response.page().address().getPath()).startsWith("/interaction/");
        assertThat(response.page().text())
                .contains("not the password of that person")
                .contains("type=\"password\"")
                .contains("value=\"alice\" required checked");
    }

    @Test
    void who_is_signed_in_at_the_browser_is_not_asked_again() throws Exception {
        Person alice = Person.named("alice");
        lakegate.signIn(alice);
        Person forgetful = alice.withoutPassword();

        assertThat(lakegate.signIn(forgetful).status()).isEqualTo(200);
    }

    @Test
    void a_redirect_to_another_place_than_loopback_is_refused_on_the_spot() throws Exception {
        for (String elsewhere : List.of("http://127.0.0.1.evil.example/callback", "https://evil.example/")) {
            AuthorizationResponse response =
                    lakegate.authorize(Person.named("alice"), Map.of("redirect_uri", elsewhere));

            assertThat(response.page().status()).isEqualTo(400);
            assertThat(response.page().text()).contains("invalid_redirect_uri");
        }
    }

    private static void assertInvalidGrant(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
    }

    private static JWTClaimsSet verified(String token, JOSEObjectTypeVerifier<SecurityContext> type) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(type);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(provider.jwksUri().toURL()).build()));
        return processor.process(token, null);
    }
}
