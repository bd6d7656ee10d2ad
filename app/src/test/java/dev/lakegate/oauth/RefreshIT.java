package dev.lakegate.oauth;

import static dev.lakegate.oauth.AtRealProvider.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.sandbox.Provider.Failure;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each way in which a refresh at a certified provider goes.
@Timeout(120)
class RefreshIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();

    @Test
    void with_rotation_each_refresh_brings_a_new_refresh_token() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant first = real.signIn();
            Grant second = real.refresh(first);
            Grant third = real.refresh(second);

            assertThat(second.refreshToken()).isPresent().isNotEqualTo(first.refreshToken());
            assertThat(third.refreshToken()).isPresent().isNotEqualTo(second.refreshToken());
            assertThat(third.person()).isEqualTo(first.person());
        }
    }

    @Test
    void without_rotation_the_refresh_token_stays() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.ROTATION))) {
            Grant first = real.signIn();

            assertThat(real.refresh(real.refresh(first)).refreshToken()).isEqualTo(first.refreshToken());
        }
    }

    @Test
    void a_used_refresh_token_that_comes_again_ends_all_of_its_kin_where_reuse_is_detected() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant first = real.signIn();
            Grant second = real.refresh(first);

            assertThat(problem(() -> real.refresh(first))).isInstanceOf(SignInNeeded.class);
            assertThat(problem(() -> real.refresh(second))).isInstanceOf(SignInNeeded.class);
        }
    }

    @Test
    void elsewhere_only_the_used_one_is_refused() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.REUSE_DETECTION))) {
            Grant first = real.signIn();
            Grant second = real.refresh(first);

            assertThat(problem(() -> real.refresh(first))).isInstanceOf(SignInNeeded.class);
            assertThat(real.refresh(second).person()).isEqualTo(first.person());
        }
    }

    @Test
    void a_provider_that_is_ill_ends_no_sign_in() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant grant = real.signIn();
            real.provider.failNext("/token", 2, new Failure.Answer(503, "temporarily_unavailable"));

            assertThat(problem(() -> real.refresh(grant))).isInstanceOf(ProviderUnreachable.class);
            assertThat(problem(() -> real.refresh(grant))).isInstanceOf(ProviderUnreachable.class);
            assertThat(real.refresh(grant).person()).isEqualTo(grant.person());
        }
    }

    @Test
    void an_answer_that_is_lost_after_the_rotation_is_no_verdict_and_the_next_refresh_tells_that_it_is_over()
            throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Grant grant = real.signIn();
            real.provider.failNext("/token", 1, new Failure.Lost());

            assertThat(problem(() -> real.refresh(grant))).isInstanceOf(ProviderUnreachable.class);
            assertThat(problem(() -> real.refresh(grant))).isInstanceOf(SignInNeeded.class);
        }
    }
}
