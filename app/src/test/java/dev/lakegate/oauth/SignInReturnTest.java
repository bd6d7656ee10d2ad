package dev.lakegate.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInCancelled;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.oauth.SignInAttempt.Announcement.NotThisOne;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignInReturnTest {
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
    void callbacks_that_answer_another_request_are_answered_with_400_and_the_wait_goes_on() throws Exception {
        String issuer = SignInRig.encoded(rig.provider.issuer());

        Grant grant = rig.signIn(
                rig.provider.profile(),
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
                rig::rightAnswer);

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(rig.pages)
                .extracting(HttpResponse::statusCode)
                .containsOnly(400, 200)
                .endsWith(400, 200);
        assertThat(rig.provider.tokenRequests())
                .singleElement()
                .satisfies(form -> assertThat(form).containsEntry("code", "the-code"));
    }

    @Test
    void where_the_provider_names_itself_in_no_answer_each_profile_has_its_own_redirect_path() throws Exception {
        rig.provider.announces("authorization_response_iss_parameter_supported", false);

        Grant grant = rig.signIn(rig.provider.profile(), request -> "code=the-code&state=" + request.get("state"));

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(rig.asked.get("redirect_uri")).endsWith("/callback/acme");
    }

    @Test
    void wrong_callbacks_do_not_prolong_the_wait() {
        Profile hasty = rig.provider.settings().timeout(Duration.ofSeconds(2)).build();

        assertThat(rig.problem(hasty, _ -> "code=x&state=wrong")).isInstanceOf(SignInTimedOut.class);
        assertThat(rig.pages).extracting(HttpResponse::statusCode).containsExactly(400);
    }

    @Test
    void the_address_at_which_a_browser_elsewhere_ended_can_be_pasted() throws Exception {
        for (UnaryOperator<String> handed : List.<UnaryOperator<String>>of(
                address -> address,
                address -> "  \"" + address + "\"\r\n",
                address -> "<" + address.substring(0, 60) + "\n  " + address.substring(60) + ">",
                address -> address.substring("http://".length()))) {
            Grant grant = rig.signIn(
                    rig.provider.profile(), (attempt, request) -> attempt.paste(handed.apply(rightAddress(request))));

            assertThat(grant.person().subject()).isEqualTo("alice");
        }
        assertThat(rig.pages).isEmpty();
    }

    @Test
    void what_was_pasted_wrongly_is_told_and_the_wait_goes_on() throws Exception {
        Grant grant = rig.signIn(rig.provider.profile(), (attempt, request) -> {
            String right = rightAddress(request);
            attempt.paste(" \n");
            attempt.paste("https://login.acme.example/authorize?client_id=lakegate");
            attempt.paste("no address at all");
            attempt.paste(right.replace("/callback", "/callback/more"));
            attempt.paste(right.split("&", 2)[0]);
            attempt.paste(right.replace(request.get("state"), "of-an-earlier-one"));
            attempt.paste(right.replace("code=the-code", "code="));
            attempt.paste(right.replaceAll("iss=.*", "iss=https%3A%2F%2Fevil.example"));
            attempt.paste(right.replaceAll("&iss=.*", ""));
            attempt.paste(right + "|");
            attempt.paste(right);
        });

        assertThat(grant.person().subject()).isEqualTo("alice");
        String beginning = rig.asked.get("redirect_uri") + "?";
        assertThat(rig.announcements)
                .filteredOn(NotThisOne.class::isInstance)
                .extracting(announcement -> ((NotThisOne) announcement).reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("Nothing"),
                        reason -> assertThat(reason).contains(beginning),
                        reason -> assertThat(reason).contains(beginning),
                        reason -> assertThat(reason).contains(beginning),
                        reason -> assertThat(reason).contains("end of the address is missing"),
                        reason -> assertThat(reason).contains("another sign-in"),
                        reason -> assertThat(reason).contains("cannot be read"),
                        reason -> assertThat(reason).contains("another provider"),
                        reason -> assertThat(reason).contains("another provider"),
                        reason -> assertThat(reason).contains("cannot be read"))
                .noneSatisfy(reason -> assertThat(reason).contains("the-code"));
        assertThat(rig.provider.tokenRequests()).hasSize(1);
    }

    @Test
    void the_browsers_return_counts_when_it_comes_before_anything_right_is_pasted() throws Exception {
        Grant grant = rig.signIn(rig.provider.profile(), (attempt, request) -> {
            attempt.paste("nonsense");
            rig.visit(rightAddress(request));
        });

        assertThat(grant.person().subject()).isEqualTo("alice");
        assertThat(rig.statuses()).containsExactly(200);
    }

    @Test
    void a_pasted_refusal_ends_the_sign_in() {
        assertThat(problem((attempt, request) ->
                        attempt.paste(rightAddress(request).replace("code=the-code", "error=access_denied"))))
                .isInstanceOf(SignInRefused.class);
    }

    @Test
    @Timeout(10)
    void a_person_who_gives_up_ends_the_wait_at_once_whatever_else_waits_there() {
        assertThat(problem((attempt, _) -> attempt.cancel())).isInstanceOf(SignInCancelled.class);

        assertThat(problem((attempt, _) -> {
                    IntStream.range(0, 1_000).forEach(number -> attempt.paste("nonsense " + number));
                    attempt.cancel();
                }))
                .isInstanceOf(SignInCancelled.class);
    }

    @Test
    void giving_up_comes_before_whatever_was_pasted_earlier() throws Exception {
        SignInAttempt attempt = new SignInAttempt(_ -> {});
        attempt.paste("nonsense");
        attempt.cancel();

        assertThat(attempt.next(SignInRig.HOUR)).containsInstanceOf(SignInAttempt.Cancelled.class);
        assertThat(attempt.cancelledWithin(SignInRig.HOUR)).isTrue();
    }

    @Test
    void a_sign_in_given_up_beforehand_does_not_wait() {
        SignInAttempt attempt = new SignInAttempt(_ -> {});
        attempt.cancel();

        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> new SignIn(new Provider(rig.provider.profile(), rig.calls), () -> SignInRig.NOON)
                                        .signIn(attempt, Demand.NONE))
                        .problem())
                .isInstanceOf(SignInCancelled.class);
    }

    @Test
    void an_interrupted_wait_is_a_problem_and_the_thread_stays_interrupted() {
        SignInAttempt attempt = new SignInAttempt(_ -> {});
        for (ThrowingCallable wait : List.<ThrowingCallable>of(
                () -> attempt.next(SignInRig.HOUR), () -> attempt.cancelledWithin(SignInRig.HOUR))) {
            Thread.currentThread().interrupt();

            assertThat(catchThrowableOfType(ProblemException.class, wait).problem())
                    .isInstanceOf(LocalFailure.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void no_record_of_a_return_prints_the_code() {
        assertThat(new SignInAttempt.Pasted("http://127.0.0.1/?code=the-code", _ -> {}).toString())
                .doesNotContain("the-code");
    }

    private String rightAddress(Map<String, String> request) {
        return request.get("redirect_uri") + "?" + rig.rightAnswer(request);
    }

    private Problem problem(BiConsumer<SignInAttempt, Map<String, String>> person) {
        return catchThrowableOfType(ProblemException.class, () -> rig.signIn(rig.provider.profile(), person))
                .problem();
    }
}
