package dev.lakegate.oauth;

import static dev.lakegate.oauth.AtRealProvider.claims;
import static dev.lakegate.oauth.AtRealProvider.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.sandbox.Provider.Failure;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each way in which a sign-in at a certified provider goes.
@Timeout(120)
class SignInIT {
    private static final ProviderSettings STANDARD = ProviderSettings.standard();
    private static final String STRONG = "urn:lakegate:mfa";

    @Test
    void requests_are_pushed_beforehand_where_the_provider_takes_them() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            assertThat(real.signIn().person().subject()).isEqualTo("alice");
            assertThat(real.provider.counters().endpoint("pushed_authorization_request"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_provider_without_any_of_it_is_signed_in_to_all_the_same() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.values()))) {
            Grant grant = real.signIn();

            assertThat(grant.person().label()).isEqualTo("alice@acme.example");
            assertThat(grant.refreshToken()).isEmpty();
            assertThat(real.provider.counters().endpoint("pushed_authorization_request"))
                    .isZero();
        }
    }

    @Test
    void a_request_that_the_provider_refuses_beforehand_is_told_by_its_error() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            assertThat(problem(() -> real.signIn(
                            real.client(real.settings()
                                    .audience("urn:nobody", AudienceParameter.RESOURCE)
                                    .build()),
                            Demand.NONE)))
                    .isInstanceOfSatisfying(
                            SignInRefused.class,
                            refused -> assertThat(refused.error()).isEqualTo("invalid_target"));
        }
    }

    @Test
    void a_person_signs_in_more_strongly_when_a_gateway_demands_it_and_a_refresh_keeps_that() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            assertThat(claims(real.signIn().identityToken().value()).getStringClaim("acr"))
                    .isEqualTo("urn:lakegate:pwd");

            Demand demand = new Demand(List.of(STRONG), Optional.empty());
            Grant strong = real.signIn(real.client(), demand);
            Grant refreshed = real.refresh(strong);

            for (Grant grant : List.of(strong, refreshed)) {
                for (JWTClaimsSet claims : List.of(
                        claims(grant.identityToken().value()),
                        claims(grant.idToken().orElseThrow()))) {
                    assertThat(claims.getStringClaim("acr")).isEqualTo(STRONG);
                    assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp");
                    assertThat(claims.getLongClaim("auth_time"))
                            .isEqualTo(claims(strong.identityToken().value()).getLongClaim("auth_time"));
                }
            }
        }
    }

    @Test
    void a_provider_that_ignores_the_demand_is_told_and_not_asked_again() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD.without(Feature.STEP_UP))) {
            assertThat(problem(() -> real.signIn(real.client(), new Demand(List.of(STRONG), Optional.empty()))))
                    .isInstanceOfSatisfying(
                            TokenNotAcceptable.class,
                            refused -> assertThat(refused.reason()).contains(STRONG));
            assertThat(real.provider.counters().endpoint("pushed_authorization_request"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoever_signed_in_too_long_ago_signs_in_anew() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Instant before = Instant.now();
            real.signIn();

            Grant anew = real.signIn(real.client(), new Demand(List.of(), Optional.of(Duration.ZERO)));

            assertThat(claims(anew.identityToken().value()).getLongClaim("auth_time"))
                    .isGreaterThanOrEqualTo(before.getEpochSecond());
            assertThat(real.provider.counters().grant("authorization_code")).isEqualTo(2);
        }
    }

    @Test
    void a_client_with_a_secret_shows_it_at_every_endpoint(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("client-secret"), "secret-of-the-lakegate-client\n");
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            Provider client = real.client(real.settings()
                    .client("lakegate-with-secret")
                    .clientSecretFile(file)
                    .build());

            Grant grant = real.signIn(client, Demand.NONE);
            Grant refreshed = AtRealProvider.remembered(new Refresh(client, AtRealProvider.CLOCK).refresh(grant));

            assertThat(claims(refreshed.identityToken().value()).getStringClaim("client_id"))
                    .isEqualTo("lakegate-with-secret");
            assertThat(new Revocation(client).revoke(refreshed))
                    .contains(new Revocation.Outcome.Revoked(Revocation.Kind.REFRESH_TOKEN));

            Files.writeString(file, "a-secret-that-is-not-the-one");
            assertThat(problem(() -> real.signIn(client, Demand.NONE)))
                    .isInstanceOfSatisfying(
                            SignInRefused.class,
                            refused -> assertThat(refused.error()).isEqualTo("invalid_client"));
        }
    }

    @Test
    void a_provider_that_is_ill_slow_or_loses_its_answer_refuses_nobody() throws Exception {
        try (AtRealProvider real = new AtRealProvider(STANDARD)) {
            real.provider.failNext("/token", 1, new Failure.Answer(503, "temporarily_unavailable"));
            assertThat(problem(real::signIn)).isInstanceOf(ProviderUnreachable.class);

            real.provider.failNext("/request", 1, new Failure.Answer(502, "temporarily_unavailable"));
            assertThat(problem(real::signIn)).isInstanceOf(ProviderUnreachable.class);

            real.provider.failNext("/token", 1, new Failure.Lost());
            assertThat(problem(real::signIn)).isInstanceOf(ProviderUnreachable.class);

            real.provider.failNext("/token", 1, new Failure.Late(Duration.ofMillis(500)));
            assertThat(real.signIn().person().subject()).isEqualTo("alice");
        }
    }
}
