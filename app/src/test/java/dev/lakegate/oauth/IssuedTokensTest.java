package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IssuedTokensTest {
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
    void an_access_token_for_another_audience_is_not_acceptable() {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(
                rig.idToken(),
                TinyProvider.signed(rig.provider.accessClaims("alice").audience("urn:other:api"))));

        assertThat(rig.reason(rig.provider.profile())).contains("urn:other:api", TinyProvider.AUDIENCE);
    }

    @Test
    void an_opaque_access_token_is_not_acceptable_and_the_remedy_names_the_setting() {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(rig.idToken(), "8Xf0opaque"));

        assertThat(rig.reason(rig.provider.profile()))
                .contains("access token is not a JWT", "audience_parameter")
                .doesNotContain("8Xf0opaque");
    }

    @Test
    void an_access_token_that_no_gateway_could_verify_is_not_acceptable() {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(rig.idToken(), hs256(rig.provider.accessClaims("alice"))));
        assertThat(rig.reason(rig.provider.profile())).contains("HS256");

        rig.provider.answersTokensWith(_ -> SignInRig.tokens(
                rig.idToken(), new PlainJWT(rig.provider.accessClaims("alice").build()).serialize()));
        assertThat(rig.reason(rig.provider.profile())).contains("not a JWT");
    }

    @Test
    void an_id_token_signed_with_a_shared_secret_is_not_acceptable() {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(hs256(rig.idClaims()), rig.accessToken()));

        assertThat(rig.reason(rig.provider.profile())).contains("ID token is not valid");
    }

    @Test
    void an_unsigned_id_token_is_not_acceptable() {
        rig.provider.answersTokensWith(
                _ -> SignInRig.tokens(new PlainJWT(rig.idClaims().build()).serialize(), rig.accessToken()));

        assertThat(rig.reason(rig.provider.profile())).contains("ID token is not valid");
    }

    @Test
    void an_id_token_that_answers_another_request_or_client_or_is_old_is_not_acceptable() {
        List<Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder>> faults = List.of(
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience("other-app"),
                claims -> claims.issuer("https://evil.example"),
                claims -> claims.expirationTime(Date.from(Instant.now().minus(SignInRig.HOUR))));

        for (Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> fault : faults) {
            rig.provider.answersTokensWith(
                    _ -> SignInRig.tokens(TinyProvider.signed(fault.apply(rig.idClaims())), rig.accessToken()));
            assertThat(rig.reason(rig.provider.profile())).contains("ID token is not valid");
        }
        assertThat(rig.pages).extracting(HttpResponse::statusCode).containsOnly(502);
    }

    @Test
    void a_missing_id_token_is_not_acceptable() {
        rig.provider.answersTokensWith(_ -> TinyProvider.json(
                200, Map.of("token_type", "Bearer", "access_token", rig.accessToken(), "expires_in", 3600)));

        assertThat(rig.reason(rig.provider.profile())).contains("no ID token", "openid");
    }

    @Test
    void keys_that_cannot_be_had_are_the_providers_absence_and_no_bad_token() {
        rig.provider.answersKeysWith(TinyProvider.error(503, "down"));

        assertThat(rig.problem(rig.provider.profile(), rig::rightAnswer)).isInstanceOf(ProviderUnreachable.class);
    }

    @Test
    void the_id_token_can_be_the_identity_token() throws Exception {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(rig.idToken(), "opaque-access-token"));

        Grant grant = rig.signIn(
                rig.provider.settings().identityToken(IdentityToken.ID).build(), rig::rightAnswer);

        assertThat(SignedJWT.parse(grant.identityToken().value().reveal())
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(TinyProvider.CLIENT);
        assertThat(grant.identityToken().lifetime()).isEqualTo(SignInRig.HOUR);
    }

    @Test
    void a_token_is_good_no_longer_than_its_own_expiry_says_whatever_expires_in_promises() throws Exception {
        Date issued = Date.from(Instant.now());
        Date expires = Date.from(issued.toInstant().plusSeconds(300));
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(
                rig.idToken(),
                TinyProvider.signed(
                        rig.provider.accessClaims("alice").issueTime(issued).expirationTime(expires))));

        assertThat(rig.signIn(rig.provider.profile(), rig::rightAnswer)
                        .identityToken()
                        .lifetime())
                .isEqualTo(Duration.ofMinutes(5));
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
}
