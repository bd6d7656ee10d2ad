package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.DeviceGrantNotAllowed;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInCancelled;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.SignInAttempt.Announcement.EnterCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeviceSignInTest {
    private final List<SignInAttempt.Announcement> announcements = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<TinyProvider.Answer> polls = new ConcurrentLinkedDeque<>();
    private final SignInAttempt attempt = new SignInAttempt(announcements::add);
    private SignInRig rig;
    private Instant now = SignInRig.NOON;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.provider.announces("device_authorization_endpoint", rig.provider.issuer() + "/device");
        rig.provider.answers("/device", _ -> TinyProvider.json(200, code()));
        rig.provider.answersTokensWith(
                _ -> polls.isEmpty() ? SignInRig.tokens(rig.idToken(), rig.accessToken()) : polls.remove());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void a_person_signs_in_elsewhere_with_the_code_that_they_are_told() throws Exception {
        polls.add(TinyProvider.error(400, "authorization_pending"));
        polls.add(TinyProvider.error(400, "authorization_pending"));

        Grant grant = signIn(allowing());

        assertThat(grant.person()).isEqualTo(new Person("alice", "alice@acme.example"));
        assertThat(grant.refreshToken()).isPresent();
        assertThat(announcements)
                .containsExactly(new EnterCode(
                        URI.create("https://id.acme.example/device"),
                        "WDJB-MJHT",
                        Optional.of(URI.create("https://id.acme.example/device?user_code=WDJB-MJHT")),
                        SignInRig.NOON.plusSeconds(20)));
        assertThat(rig.provider.requests("/device"))
                .singleElement()
                .satisfies(request -> assertThat(request.form())
                        .containsEntry("client_id", TinyProvider.CLIENT)
                        .containsEntry("scope", "openid offline_access")
                        .containsEntry("resource", TinyProvider.AUDIENCE));
        assertThat(rig.provider.tokenRequests())
                .hasSize(3)
                .allSatisfy(form -> assertThat(form)
                        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                        .containsEntry("device_code", "the-device-code")
                        .containsEntry("client_id", TinyProvider.CLIENT)
                        .containsEntry("resource", TinyProvider.AUDIENCE));
        assertThat(pauses).containsOnly(Duration.ofSeconds(2)).hasSize(3);
    }

    @Test
    void a_provider_that_is_asked_too_often_is_asked_less_often_from_then_on() throws Exception {
        polls.add(TinyProvider.error(400, "slow_down"));
        polls.add(TinyProvider.error(400, "slow_down"));
        polls.add(TinyProvider.error(400, "authorization_pending"));

        signIn(patient());

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(2L, 7L, 12L, 12L);
    }

    @Test
    void a_provider_that_says_no_interval_is_asked_every_five_seconds() throws Exception {
        rig.provider.answers("/device", _ -> {
            Map<String, Object> code = code();
            code.remove("interval");
            return TinyProvider.json(200, code);
        });

        signIn(allowing());

        assertThat(pauses).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void a_provider_that_is_ill_for_a_while_ends_nothing_and_is_asked_less_often() throws Exception {
        polls.add(TinyProvider.error(503, "temporarily_unavailable"));
        polls.add(new TinyProvider.Answer(502, "text/html", "<html>later</html>"));
        polls.add(TinyProvider.error(400, "authorization_pending"));

        Grant grant = signIn(patient());

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L, 8L);
    }

    @Test
    void the_wait_ends_with_the_code_or_with_the_profiles_patience_whichever_is_sooner() {
        for (int poll = 0; poll < 1_000; poll++) {
            polls.add(TinyProvider.error(400, "authorization_pending"));
        }
        assertThat(problem(patient())).isEqualTo(new SignInTimedOut(patient().name(), 600));
        assertThat(now).isEqualTo(SignInRig.NOON.plusSeconds(600));
        now = SignInRig.NOON;
        assertThat(problem(allowing())).isInstanceOf(SignInTimedOut.class);
        assertThat(now).isEqualTo(SignInRig.NOON.plusSeconds(20));
    }

    @Test
    void a_code_that_the_provider_calls_expired_has_timed_out() {
        polls.add(TinyProvider.error(400, "expired_token"));

        assertThat(problem(allowing())).isInstanceOf(SignInTimedOut.class);
    }

    @Test
    void a_person_who_says_no_elsewhere_has_the_sign_in_refused() {
        polls.add(TinyProvider.error(400, "access_denied"));

        assertThat(problem(allowing()))
                .isEqualTo(new SignInRefused(URI.create(rig.provider.issuer()), "access_denied", ""));
    }

    @Test
    @Timeout(10)
    void a_person_who_gives_up_ends_the_wait_at_once() {
        DeviceSignIn deviceSignIn = new DeviceSignIn(new Provider(allowing(), rig.calls), () -> now);
        rig.provider.answers("/device", _ -> {
            Map<String, Object> code = code();
            code.put("interval", 3_600);
            return TinyProvider.json(200, code);
        });
        SignInAttempt[] impatient = new SignInAttempt[1];
        impatient[0] = new SignInAttempt(_ -> Thread.startVirtualThread(() -> impatient[0].cancel()));

        assertThat(catchThrowableOfType(ProblemException.class, () -> deviceSignIn.signIn(impatient[0]))
                        .problem())
                .isInstanceOf(SignInCancelled.class);
        assertThat(rig.provider.tokenRequests()).isEmpty();
    }

    @Test
    void where_the_profile_does_not_allow_it_the_provider_is_not_even_asked() {
        assertThat(problem(rig.provider.profile())).isInstanceOf(DeviceGrantNotAllowed.class);
        assertThat(rig.provider.requests("/device")).isEmpty();
    }

    @Test
    void a_provider_that_offers_no_such_sign_in_is_told() {
        rig.provider.announcesNo("device_authorization_endpoint");

        assertThat(problem(allowing()))
                .isInstanceOfSatisfying(
                        ProviderMisconfigured.class,
                        misconfigured -> assertThat(misconfigured.reason()).contains("another device"));
    }

    @Test
    void a_client_that_may_not_sign_in_so_is_refused_and_an_ill_provider_refuses_nobody() {
        rig.provider.answers("/device", _ -> TinyProvider.error(400, "unauthorized_client"));
        assertThat(problem(allowing())).isInstanceOf(SignInRefused.class);

        rig.provider.answers("/device", _ -> TinyProvider.error(503, "x"));
        assertThat(problem(allowing())).isInstanceOf(ProviderUnreachable.class);

        rig.provider.answers("/device", _ -> TinyProvider.json(200, Map.of("device_code", "x")));
        assertThat(problem(allowing())).isInstanceOf(ProviderMisconfigured.class);
        assertThat(announcements).isEmpty();
    }

    @Test
    void tokens_are_checked_as_at_any_sign_in() {
        polls.add(SignInRig.tokens(rig.idToken(), "8Xf0opaque"));

        assertThat(problem(allowing())).isInstanceOf(TokenNotAcceptable.class);
    }

    @Test
    void the_audience_is_asked_for_as_the_provider_wants_it() throws Exception {
        signIn(rig.provider
                .settings()
                .allowingDevices()
                .audience(TinyProvider.AUDIENCE, AudienceParameter.AUDIENCE)
                .build());

        assertThat(rig.provider.requests("/device").getFirst().form())
                .containsEntry("audience", TinyProvider.AUDIENCE)
                .doesNotContainKey("resource");
    }

    private Profile patient() {
        return rig.provider.settings().allowingDevices().timeout(SignInRig.HOUR).build();
    }

    private Profile allowing() {
        return rig.provider.settings().allowingDevices().build();
    }

    private static Map<String, Object> code() {
        return new HashMap<>(Map.ofEntries(
                Map.entry("device_code", "the-device-code"),
                Map.entry("user_code", "WDJB-MJHT"),
                Map.entry("verification_uri", "https://id.acme.example/device"),
                Map.entry("verification_uri_complete", "https://id.acme.example/device?user_code=WDJB-MJHT"),
                Map.entry("expires_in", 600),
                Map.entry("interval", 2)));
    }

    private Grant signIn(Profile profile) throws ProblemException {
        return new DeviceSignIn(new Provider(profile, rig.calls), () -> now, (_, time) -> {
                    pauses.add(time);
                    now = now.plus(time);
                    return false;
                })
                .signIn(attempt);
    }

    private Problem problem(Profile profile) {
        return catchThrowableOfType(ProblemException.class, () -> signIn(profile))
                .problem();
    }
}
