package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.Secret;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SignInTest {
    private SignInRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void a_person_signs_in_with_code_and_pkce_for_the_gateways_audience() throws Exception {
        Grant grant = rig.signIn(rig.provider.profile(), rig::rightAnswer);

        assertThat(grant.person()).isEqualTo(new Person("alice", "alice@acme.example"));
        assertThat(grant.identityToken().obtainedAt()).isEqualTo(SignInRig.NOON);
        assertThat(grant.identityToken().lifetime()).isEqualTo(SignInRig.HOUR);
        assertThat(grant.refreshToken()).contains(new Secret("refresh-of-alice"));
        assertThat(rig.asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", TinyProvider.CLIENT)
                .containsEntry("scope", "openid offline_access")
                .containsEntry("prompt", "consent")
                .containsEntry("resource", TinyProvider.AUDIENCE)
                .containsEntry("code_challenge_method", "S256");
        assertThat(rig.provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsEntry("grant_type", "authorization_code")
                        .containsEntry("code", "the-code")
                        .containsEntry("client_id", TinyProvider.CLIENT)
                        .containsEntry("redirect_uri", rig.asked.get("redirect_uri"))
                        .containsEntry("resource", TinyProvider.AUDIENCE)
                        .hasEntrySatisfying(
                                "code_verifier",
                                verifier -> assertThat(s256(verifier)).isEqualTo(rig.asked.get("code_challenge"))));
        assertThat(rig.pages).singleElement().satisfies(page -> {
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("You are signed in", "alice@acme.example");
        });
    }

    @Test
    void the_providers_refusal_ends_the_sign_in_and_the_page_says_why() {
        Problem problem = rig.problem(
                rig.provider.profile(),
                request -> "error=access_denied&error_description=%3Cb%3Enot+you%3C%2Fb%3E&state="
                        + request.get("state") + "&iss=" + SignInRig.encoded(rig.provider.issuer()));

        assertThat(problem)
                .isEqualTo(new SignInRefused(URI.create(rig.provider.issuer()), "access_denied", "<b>not you</b>"));
        assertThat(rig.pages).singleElement().satisfies(page -> {
            assertThat(page.statusCode()).isEqualTo(502);
            assertThat(page.body()).contains("&lt;b&gt;not you").doesNotContain("<b>");
        });
        assertThat(rig.provider.tokenRequests()).isEmpty();
    }

    @Test
    void an_answer_without_a_code_is_the_providers_fault() {
        assertThat(rig.problem(
                        rig.provider.profile(),
                        request -> "access_token=x&token_type=Bearer&state=" + request.get("state") + "&iss="
                                + SignInRig.encoded(rig.provider.issuer())))
                .isInstanceOf(ProviderMisconfigured.class);
        assertThat(rig.pages).extracting(HttpResponse::statusCode).containsExactly(502);
    }

    @Test
    void a_sign_in_that_nobody_completes_times_out() {
        Profile hasty = rig.provider.settings().timeout(Duration.ofMillis(300)).build();

        assertThat(rig.problem(hasty)).isEqualTo(new SignInTimedOut(hasty.name(), 0));
    }

    @Test
    void a_provider_that_is_not_there_is_unreachable() {
        rig.provider.close();

        assertThat(rig.problem(rig.provider.profile())).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void a_discovery_document_of_another_issuer_is_refused() {
        rig.provider.announces("issuer", "https://evil.example");

        assertThat(rig.problem(rig.provider.profile()))
                .isInstanceOfSatisfying(
                        ProviderMisconfigured.class,
                        misconfigured -> assertThat(misconfigured.reason()).contains("https://evil.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    void a_discovery_document_that_lacks_an_endpoint_is_refused(String member) {
        rig.provider.announcesNo(member);

        assertThat(rig.problem(rig.provider.profile())).isInstanceOf(ProviderMisconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "jwks_uri"})
    void an_endpoint_that_is_none_for_http_is_a_problem_and_no_crash(String member) {
        rig.provider.announces(member, "ftp://127.0.0.1/x");

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer))
                .isInstanceOfAny(ProviderMisconfigured.class, ProviderUnreachable.class);
    }

    @Test
    void an_error_of_the_token_endpoint_is_told_by_its_code() {
        rig.provider.answersTokensWith(_ ->
                TinyProvider.json(400, Map.of("error", "invalid_target", "error_description", "no such resource")));

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer))
                .isEqualTo(new SignInRefused(URI.create(rig.provider.issuer()), "invalid_target", "no such resource"));
    }

    @Test
    void an_error_without_a_code_is_told_by_its_status() {
        rig.provider.answersTokensWith(_ -> new TinyProvider.Answer(403, "text/html", "<html>blocked</html>"));

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer))
                .isEqualTo(new SignInRefused(URI.create(rig.provider.issuer()), "status 403", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void a_token_endpoint_that_is_ill_or_busy_is_unreachable_and_refuses_nobody(int status) {
        rig.provider.answersTokensWith(_ -> new TinyProvider.Answer(status, "text/html", "<html>later</html>"));

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer)).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void an_answer_that_is_no_token_is_the_providers_fault() {
        rig.provider.answersTokensWith(_ -> new TinyProvider.Answer(200, "text/html", "<html>hello</html>"));

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer)).isInstanceOf(ProviderMisconfigured.class);
    }

    private static String s256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
