package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A provider may ignore how strong and how recent a sign-in was asked for; this is then told, not asked for again.
@Timeout(30)
class SignInStrengthTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

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
    void a_sign_in_as_recent_as_the_profile_asks_is_accepted() throws Exception {
        issues(claims -> claims.claim("auth_time", secondsAgo(60)), claims -> claims);

        assertThat(rig.signIn(profile(MINUTE), rig::rightAnswer).person().subject())
                .isEqualTo("alice");
    }

    @Test
    void an_id_token_that_does_not_tell_when_the_person_signed_in_is_not_acceptable() {
        assertThat(rig.reason(profile(MINUTE))).contains("max_age", "ID token does not tell", "auth_time");
    }

    @Test
    void an_older_sign_in_than_was_asked_for_is_not_acceptable() {
        issues(claims -> claims.claim("auth_time", secondsAgo(90)), claims -> claims);

        assertThat(rig.reason(profile(MINUTE))).contains("within the last 60 seconds", "90 seconds ago");
    }

    @Test
    void whoever_asks_for_no_age_accepts_any() throws Exception {
        issues(claims -> claims.claim("auth_time", secondsAgo(1_000_000)), claims -> claims);

        assertThat(rig.signIn(rig.provider.profile(), rig::rightAnswer).person().subject())
                .isEqualTo("alice");
    }

    @Test
    void the_strength_that_a_gateway_demands_must_stand_in_the_token_that_it_reads() throws Exception {
        rig.demand = new Demand(List.of("mfa", "phr"), Optional.empty());
        issues(claims -> claims.claim("acr", "mfa"), claims -> claims);
        assertThat(rig.reason(rig.provider.profile())).contains("mfa or phr", "identity token tells none");

        issues(claims -> claims.claim("acr", "mfa"), claims -> claims.claim("acr", "pwd"));
        assertThat(rig.reason(rig.provider.profile())).contains("tells pwd");

        issues(claims -> claims, claims -> claims.claim("acr", "phr"));
        assertThat(rig.signIn(rig.provider.profile(), rig::rightAnswer).person().subject())
                .isEqualTo("alice");
    }

    @Test
    void the_age_that_a_gateway_demands_must_stand_in_the_token_that_it_reads() throws Exception {
        rig.demand = new Demand(List.of(), Optional.of(MINUTE));
        issues(claims -> claims.claim("auth_time", secondsAgo(1)), claims -> claims);
        assertThat(rig.reason(rig.provider.profile())).contains("identity token does not tell");

        issues(
                claims -> claims.claim("auth_time", secondsAgo(1)),
                claims -> claims.claim("auth_time", secondsAgo(3_600)));
        assertThat(rig.reason(rig.provider.profile())).contains("identity token", "3600 seconds ago");

        issues(claims -> claims.claim("auth_time", secondsAgo(1)), claims -> claims.claim("auth_time", "yesterday"));
        assertThat(rig.reason(rig.provider.profile())).contains("identity token does not tell");

        issues(claims -> claims.claim("auth_time", secondsAgo(1)), claims -> claims.claim("auth_time", secondsAgo(1)));
        assertThat(rig.signIn(rig.provider.profile(), rig::rightAnswer).person().subject())
                .isEqualTo("alice");
    }

    @Test
    void where_the_gateway_reads_the_id_token_its_strength_counts() throws Exception {
        rig.demand = new Demand(List.of("mfa"), Optional.of(MINUTE));
        Profile profile =
                rig.provider.settings().identityToken(IdentityToken.ID).build();
        issues(claims -> claims.claim("auth_time", secondsAgo(1)), claims -> claims.claim("acr", "mfa"));
        assertThat(rig.reason(profile)).contains("tells none");

        issues(claims -> claims.claim("auth_time", secondsAgo(1)).claim("acr", "mfa"), claims -> claims);
        assertThat(rig.signIn(profile, rig::rightAnswer).person().subject()).isEqualTo("alice");
    }

    @Test
    void a_strength_that_only_the_profile_asks_for_is_the_providers_to_grant() throws Exception {
        assertThat(rig.signIn(rig.provider.settings().acrValues("mfa").build(), rig::rightAnswer)
                        .person()
                        .subject())
                .isEqualTo("alice");
    }

    private Profile profile(Duration maxAge) {
        return rig.provider.settings().maxAge(maxAge).build();
    }

    private void issues(UnaryOperator<JWTClaimsSet.Builder> idToken, UnaryOperator<JWTClaimsSet.Builder> accessToken) {
        rig.provider.answersTokensWith(_ -> SignInRig.tokens(
                TinyProvider.signed(idToken.apply(rig.idClaims())),
                TinyProvider.signed(accessToken.apply(rig.provider.accessClaims("alice")))));
    }

    private static long secondsAgo(long seconds) {
        return Instant.now().getEpochSecond() - seconds;
    }
}
