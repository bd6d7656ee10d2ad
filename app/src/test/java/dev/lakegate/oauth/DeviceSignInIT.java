package dev.lakegate.oauth;

import static dev.lakegate.oauth.AtRealProvider.inBrowser;
import static dev.lakegate.oauth.AtRealProvider.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.SignInAttempt.Announcement.EnterCode;
import dev.lakegate.sandbox.Provider.Failure;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each way in which a sign-in with a code on another device goes at a certified provider; the person acts while the
/// program waits for its next poll.
@Timeout(120)
class DeviceSignInIT {
    private static AtRealProvider real;
    private final List<Duration> pauses = new ArrayList<>();
    private final List<EnterCode> codes = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        real = new AtRealProvider(ProviderSettings.standard());
    }

    @AfterAll
    static void stop() {
        real.close();
    }

    @Test
    void a_person_enters_the_code_elsewhere_while_the_program_polls() throws Exception {
        Grant grant = signIn(code -> {
            if (pauses.size() == 3) {
                assertThat(inBrowser(() -> real.alice.enterCode(code.address(), code.code()))
                                .text())
                        .contains("You are signed in");
            }
        });

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(AtRealProvider.claims(grant.identityToken().value()).getStringClaim("acr"))
                .isEqualTo("urn:lakegate:pwd");
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofSeconds(5));
        assertThat(real.refresh(grant).person()).isEqualTo(grant.person());
    }

    @Test
    void the_address_may_hold_the_code_already() throws Exception {
        Grant grant =
                signIn(code -> inBrowser(() -> real.alice.signIn(code.withCode().orElseThrow())));

        assertThat(grant.person().subject()).isEqualTo("alice");
    }

    @Test
    void a_person_who_says_no_has_it_refused() {
        assertThat(problem(() -> signIn(code ->
                        inBrowser(() -> real.alice.declineCode(code.withCode().orElseThrow())))))
                .isInstanceOfSatisfying(
                        SignInRefused.class,
                        refused -> assertThat(refused.error()).isEqualTo("access_denied"));
    }

    @Test
    void a_provider_that_is_asked_too_often_or_is_ill_for_a_while_is_asked_less_often() throws Exception {
        real.provider.failNext("/token", 1, new Failure.Answer(400, "slow_down"));
        real.provider.failNext("/token", 1, new Failure.Answer(503, "temporarily_unavailable"));

        Grant grant = signIn(code -> {
            if (pauses.size() == 3) {
                inBrowser(() -> real.alice.signIn(code.withCode().orElseThrow()));
            }
        });

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(5L, 10L, 20L);
    }

    @Test
    void a_code_that_has_expired_has_timed_out() {
        real.provider.failNext("/token", 1, new Failure.Answer(400, "expired_token"));

        assertThat(problem(() -> signIn(_ -> {}))).isInstanceOf(SignInTimedOut.class);
    }

    @Test
    void a_provider_without_the_device_grant_says_so() throws Exception {
        try (AtRealProvider bare =
                new AtRealProvider(ProviderSettings.standard().without(Feature.DEVICE_FLOW))) {
            assertThat(problem(() -> new DeviceSignIn(
                                    bare.client(
                                            bare.settings().allowingDevices().build()),
                                    AtRealProvider.CLOCK)
                            .signIn(new SignInAttempt(_ -> {}))))
                    .isInstanceOf(ProviderMisconfigured.class);
        }
    }

    private Grant signIn(Consumer<EnterCode> person) throws ProblemException {
        SignInAttempt attempt = new SignInAttempt(announcement -> codes.add((EnterCode) announcement));
        Provider client = real.client(
                real.settings().allowingDevices().timeout(Duration.ofHours(1)).build());
        return AtRealProvider.remembered(new DeviceSignIn(client, AtRealProvider.CLOCK, (_, time) -> {
                    pauses.add(time);
                    person.accept(codes.getLast());
                    return false;
                })
                .signIn(attempt));
    }
}
