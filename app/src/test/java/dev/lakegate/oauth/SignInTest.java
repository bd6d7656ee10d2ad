package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SignInTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private final List<HttpResponse<String>> pages = new ArrayList<>();
    private TinyProvider provider;
    private HttpCalls calls;
    private Map<String, String> asked = Map.of();

    @BeforeEach
    void start() throws Exception {
        provider = new TinyProvider();
        calls = new HttpCalls(TrustRoots.with(Optional.empty()));
        provider.answersTokensWith(_ -> tokensOfAlice());
    }

    @AfterEach
    void stop() {
        calls.close();
        provider.close();
    }

    @Test
    void a_person_signs_in_with_code_and_pkce_for_the_gateways_audience() throws Exception {
        Grant grant = signIn(provider.profile(), this::rightAnswer);

        assertThat(grant.person()).isEqualTo(new Person("alice", "alice@acme.example"));
        assertThat(grant.identityToken().obtainedAt()).isEqualTo(NOON);
        assertThat(grant.identityToken().lifetime()).isEqualTo(HOUR);
        assertThat(grant.refreshToken()).contains(new Secret("refresh-of-alice"));
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", TinyProvider.CLIENT)
                .containsEntry("scope", "openid offline_access")
                .containsEntry("prompt", "consent")
                .containsEntry("resource", TinyProvider.AUDIENCE)
                .containsEntry("code_challenge_method", "S256");
        assertThat(provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsEntry("grant_type", "authorization_code")
                        .containsEntry("code", "the-code")
                        .containsEntry("client_id", TinyProvider.CLIENT)
                        .containsEntry("redirect_uri", asked.get("redirect_uri"))
                        .containsEntry("resource", TinyProvider.AUDIENCE)
                        .hasEntrySatisfying(
                                "code_verifier",
                                verifier -> assertThat(s256(verifier)).isEqualTo(asked.get("code_challenge"))));
        assertThat(pages).singleElement().satisfies(page -> {
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("alice@acme.example is signed in");
        });
    }

    @Test
    void callbacks_that_answer_another_request_are_answered_with_400_and_the_wait_goes_on() throws Exception {
        String issuer = encoded(provider.issuer());

        Grant grant = signIn(
                provider.profile(),
                request -> "code=stolen&state=wrong&iss=" + issuer,
                request -> "code=stolen&iss=" + issuer,
                request -> "code=stolen&state=" + request.get("state"),
                request -> "code=stolen&state=" + request.get("state") + "&iss=https%3A%2F%2Fevil.example",
                request -> "error=access_denied&state=wrong&iss=" + issuer,
                request -> "error=access_denied&state=" + request.get("state") + "&iss=https%3A%2F%2Fevil.example",
                _ -> "",
                _ -> "code=&state=",
                _ -> "code=a&code=b&state=c&state=d",
                _ -> "response=eyJhbGciOiJub25lIn0.e30.",
                _ -> "state=%00&iss=%20&code=%ff",
                this::rightAnswer);

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(pages)
                .extracting(HttpResponse::statusCode)
                .containsOnly(400, 200)
                .endsWith(400, 200);
        assertThat(provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form).containsEntry("code", "the-code"));
    }

    @Test
    void where_the_provider_names_itself_in_no_answer_each_profile_has_its_own_redirect_path() throws Exception {
        provider.announces("authorization_response_iss_parameter_supported", false);

        Grant grant = signIn(provider.profile(), request -> "code=the-code&state=" + request.get("state"));

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(asked.get("redirect_uri")).endsWith("/callback/acme");
    }

    @Test
    void the_providers_refusal_ends_the_sign_in_and_the_page_says_why() {
        Problem problem = problem(
                provider.profile(),
                request -> "error=access_denied&error_description=%3Cb%3Enot+you%3C%2Fb%3E&state="
                        + request.get("state") + "&iss=" + encoded(provider.issuer()));

        assertThat(problem)
                .isEqualTo(new SignInRefused(URI.create(provider.issuer()), "access_denied", "<b>not you</b>"));
        assertThat(pages).singleElement().satisfies(page -> {
            assertThat(page.statusCode()).isEqualTo(502);
            assertThat(page.body()).contains("&lt;b&gt;not you").doesNotContain("<b>");
        });
        assertThat(provider.tokenRequests()).isEmpty();
    }

    @Test
    void an_answer_without_a_code_is_the_providers_fault() {
        assertThat(problem(
                        provider.profile(),
                        request -> "access_token=x&token_type=Bearer&state=" + request.get("state") + "&iss="
                                + encoded(provider.issuer())))
                .isInstanceOf(ProviderMisconfigured.class);
        assertThat(pages).extracting(HttpResponse::statusCode).containsExactly(502);
    }

    @Test
    void a_sign_in_that_nobody_completes_times_out() {
        Profile hasty = provider.profile(IdentityToken.ACCESS, Duration.ofMillis(300));

        assertThat(problem(hasty)).isEqualTo(new SignInTimedOut(hasty.name(), 0));
    }

    @Test
    void wrong_callbacks_do_not_prolong_the_wait() {
        Profile hasty = provider.profile(IdentityToken.ACCESS, Duration.ofSeconds(2));

        assertThat(problem(hasty, _ -> "code=x&state=wrong")).isInstanceOf(SignInTimedOut.class);
        assertThat(pages).extracting(HttpResponse::statusCode).containsExactly(400);
    }

    @Test
    void a_provider_that_is_not_there_is_unreachable() {
        provider.close();

        assertThat(problem(provider.profile())).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void a_discovery_document_of_another_issuer_is_refused() {
        provider.announces("issuer", "https://evil.example");

        assertThat(problem(provider.profile()))
                .isInstanceOfSatisfying(
                        ProviderMisconfigured.class,
                        misconfigured -> assertThat(misconfigured.reason()).contains("https://evil.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    void a_discovery_document_that_lacks_an_endpoint_is_refused(String member) {
        provider.announcesNo(member);

        assertThat(problem(provider.profile())).isInstanceOf(ProviderMisconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "jwks_uri"})
    void an_endpoint_that_is_none_for_http_is_a_problem_and_no_crash(String member) {
        provider.announces(member, "ftp://127.0.0.1/x");

        assertThat(problem(provider.profile(), this::rightAnswer))
                .isInstanceOfAny(ProviderMisconfigured.class, ProviderUnreachable.class);
    }

    @Test
    void an_access_token_for_another_audience_is_not_acceptable() {
        provider.answersTokensWith(
                _ -> tokens(idToken(), signed(provider.accessClaims("alice").audience("urn:other:api"))));

        assertThat(reason(provider.profile())).contains("urn:other:api", TinyProvider.AUDIENCE);
    }

    @Test
    void an_opaque_access_token_is_not_acceptable_and_the_remedy_names_the_setting() {
        provider.answersTokensWith(_ -> tokens(idToken(), "8Xf0opaque"));

        assertThat(reason(provider.profile()))
                .contains("access token is not a JWT", "audience_parameter")
                .doesNotContain("8Xf0opaque");
    }

    @Test
    void an_access_token_that_no_gateway_could_verify_is_not_acceptable() {
        provider.answersTokensWith(_ -> tokens(idToken(), hs256(provider.accessClaims("alice"))));
        assertThat(reason(provider.profile())).contains("HS256");

        provider.answersTokensWith(_ ->
                tokens(idToken(), new PlainJWT(provider.accessClaims("alice").build()).serialize()));
        assertThat(reason(provider.profile())).contains("not a JWT");
    }

    @Test
    void an_id_token_signed_with_a_shared_secret_is_not_acceptable() {
        provider.answersTokensWith(_ -> tokens(hs256(idClaims()), accessToken()));

        assertThat(reason(provider.profile())).contains("ID token is not valid");
    }

    @Test
    void an_unsigned_id_token_is_not_acceptable() {
        provider.answersTokensWith(_ -> tokens(new PlainJWT(idClaims().build()).serialize(), accessToken()));

        assertThat(reason(provider.profile())).contains("ID token is not valid");
    }

    @Test
    void an_id_token_that_answers_another_request_or_client_or_is_old_is_not_acceptable() {
        List<Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder>> faults = List.of(
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience("other-app"),
                claims -> claims.issuer("https://evil.example"),
                claims -> claims.expirationTime(Date.from(Instant.now().minus(HOUR))));

        for (Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> fault : faults) {
            provider.answersTokensWith(_ -> tokens(signed(fault.apply(idClaims())), accessToken()));
            assertThat(reason(provider.profile())).contains("ID token is not valid");
        }
        assertThat(pages).extracting(HttpResponse::statusCode).containsOnly(502);
    }

    @Test
    void a_missing_id_token_is_not_acceptable() {
        provider.answersTokensWith(_ -> TinyProvider.json(
                200, Map.of("token_type", "Bearer", "access_token", accessToken(), "expires_in", 3600)));

        assertThat(reason(provider.profile())).contains("no ID token", "openid");
    }

    @Test
    void keys_that_cannot_be_had_are_the_providers_absence_and_no_bad_token() {
        provider.answersKeysWith(TinyProvider.error(503, "down"));

        assertThat(problem(provider.profile(), this::rightAnswer)).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void the_id_token_can_be_the_identity_token() throws Exception {
        provider.answersTokensWith(_ -> tokens(idToken(), "opaque-access-token"));

        Grant grant = signIn(provider.profile(IdentityToken.ID, Duration.ofSeconds(20)), this::rightAnswer);

        assertThat(SignedJWT.parse(grant.identityToken().value().reveal())
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(TinyProvider.CLIENT);
        assertThat(grant.identityToken().lifetime()).isEqualTo(HOUR);
    }

    @Test
    void a_token_is_good_no_longer_than_its_own_expiry_says_whatever_expires_in_promises() throws Exception {
        Date issued = Date.from(Instant.now());
        Date expires = Date.from(issued.toInstant().plusSeconds(300));
        provider.answersTokensWith(_ -> tokens(
                idToken(),
                signed(provider.accessClaims("alice").issueTime(issued).expirationTime(expires))));

        assertThat(signIn(provider.profile(), this::rightAnswer).identityToken().lifetime())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void an_error_of_the_token_endpoint_is_told_by_its_code() {
        provider.answersTokensWith(_ ->
                TinyProvider.json(400, Map.of("error", "invalid_target", "error_description", "no such resource")));

        assertThat(problem(provider.profile(), this::rightAnswer))
                .isEqualTo(new SignInRefused(URI.create(provider.issuer()), "invalid_target", "no such resource"));
    }

    @Test
    void an_error_without_a_code_is_told_by_its_status() {
        provider.answersTokensWith(_ -> new TinyProvider.Answer(403, "text/html", "<html>blocked</html>"));

        assertThat(problem(provider.profile(), this::rightAnswer))
                .isEqualTo(new SignInRefused(URI.create(provider.issuer()), "status 403", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void a_token_endpoint_that_is_ill_or_busy_is_unreachable_and_refuses_nobody(int status) {
        provider.answersTokensWith(_ -> new TinyProvider.Answer(status, "text/html", "<html>later</html>"));

        assertThat(problem(provider.profile(), this::rightAnswer)).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void an_answer_that_is_no_token_is_the_providers_fault() {
        provider.answersTokensWith(_ -> new TinyProvider.Answer(200, "text/html", "<html>hello</html>"));

        assertThat(problem(provider.profile(), this::rightAnswer)).isInstanceOf(ProviderMisconfigured.class);
    }

    /// The query with which a browser comes back for an authorization request.
    @FunctionalInterface
    private interface Return {
        String query(Map<String, String> request);
    }

    /// Signs in with a browser that visits the redirect address once for each answer, one after the other.
    private Grant signIn(Profile profile, Return... answers) throws ProblemException {
        List<Thread> browsers = new ArrayList<>();
        try {
            return new SignIn(new Provider(profile, calls), () -> NOON).signIn(address -> {
                asked = TinyProvider.form(address.getRawQuery());
                browsers.add(Thread.ofVirtual()
                        .start(() -> Arrays.stream(answers)
                                .forEach(answer -> visit(asked.get("redirect_uri") + "?" + answer.query(asked)))));
            });
        } finally {
            browsers.forEach(SignInTest::join);
        }
    }

    private Problem problem(Profile profile, Return... answers) {
        return catchThrowableOfType(ProblemException.class, () -> signIn(profile, answers))
                .problem();
    }

    private String reason(Profile profile) {
        return ((TokenNotAcceptable) problem(profile, this::rightAnswer)).reason();
    }

    private String rightAnswer(Map<String, String> request) {
        return "code=the-code&state=" + request.get("state") + "&iss=" + encoded(provider.issuer());
    }

    private void visit(String address) {
        try {
            pages.add(BROWSER.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException gone) {
            throw new AssertionError(gone);
        }
    }

    private TinyProvider.Answer tokensOfAlice() {
        return tokens(idToken(), accessToken());
    }

    private static TinyProvider.Answer tokens(String idToken, String accessToken) {
        return TinyProvider.tokens(idToken, accessToken, "refresh-of-alice", HOUR);
    }

    private String idToken() {
        return signed(idClaims());
    }

    private JWTClaimsSet.Builder idClaims() {
        return provider.idClaims("alice").claim("nonce", asked.get("nonce"));
    }

    private String accessToken() {
        return signed(provider.accessClaims("alice"));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return TinyProvider.signed(claims);
    }

    private static String hs256(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
            token.sign(new MACSigner("a secret that is long enough for it".getBytes(UTF_8)));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String s256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
