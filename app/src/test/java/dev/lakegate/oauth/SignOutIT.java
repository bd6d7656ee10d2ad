package dev.lakegate.oauth;

import static dev.lakegate.oauth.AtRealProvider.inBrowser;
import static dev.lakegate.oauth.AtRealProvider.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.oauth.Revocation.Kind;
import dev.lakegate.oauth.Revocation.Outcome;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.PlainClient;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each way in which a sign-out at a certified provider goes.
@Timeout(120)
class SignOutIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();

    @Test
    void a_revoked_grant_is_over_and_the_provider_says_that_it_revokes_no_jwt() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant grant = real.signIn();

            assertThat(new Revocation(real.client()).revoke(grant))
                    .containsExactly(
                            new Outcome.Revoked(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));

            assertThat(real.provider.counters().revocations()).containsExactly("refresh_token", "access_token");
            assertThat(problem(() -> real.refresh(grant))).isInstanceOf(SignInNeeded.class);
        }
    }

    @Test
    void where_nothing_is_revoked_the_refresh_token_stays_good_and_that_is_told() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.REVOCATION))) {
            Grant grant = real.signIn();

            assertThat(new Revocation(real.client()).revoke(grant))
                    .containsExactly(
                            new Outcome.NotOffered(Kind.REFRESH_TOKEN), new Outcome.NotOffered(Kind.ACCESS_TOKEN));
            assertThat(real.refresh(grant).person()).isEqualTo(grant.person());
        }
    }

    @Test
    void the_browsers_session_ends_and_the_next_sign_in_asks_who_it_is() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant grant = real.signIn();
            try (OneTimeAddress address =
                    new EndSession(real.client()).begin(grant).orElseThrow()) {
                Person.Page page = inBrowser(() -> real.alice.signIn(address.address()));

                assertThat(page.text()).contains("You are signed out");
                assertThat(address.awaitVisit()).isTrue();
            }
            assertThat(real.provider.counters().endpoint("end_session")).isEqualTo(1);
            assertThat(real.provider.counters().endpoint("end_session_confirm")).isEqualTo(1);

            assertThat(asksWhoItIs(real)).isTrue();
        }
    }

    @Test
    void where_sessions_have_no_end_there_is_no_address() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.END_SESSION))) {
            Grant grant = real.signIn();

            assertThat(new EndSession(real.client()).begin(grant)).isEmpty();
            assertThat(asksWhoItIs(real)).isFalse();
        }
    }

    /// Whether the provider asks someone who was signed in by this browser.
    private static boolean asksWhoItIs(AtRealProvider real) throws Exception {
        try (PlainClient plain = new PlainClient(real.provider, "lakegate")) {
            return plain.authorize(real.alice.withoutPassword(), Map.of())
                    .page()
                    .text()
                    .contains("Who are you?");
        }
    }
}
