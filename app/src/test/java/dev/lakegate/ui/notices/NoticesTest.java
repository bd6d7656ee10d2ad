package dev.lakegate.ui.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.session.changes.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is worth a notification, and how often.
class NoticesTest {
    private static final Instant END = Instant.parse("2026-03-02T14:00:00Z");
    private static final Notice ENDS = new Notice.EndsSoon("acme", END);
    private static final Notice SETTLED = new Notice.Settled("acme");
    private static final Notice NEEDED = new Notice.SignInNeeded("acme", null);

    private Instant now = END.minus(Duration.ofHours(1));
    private final Notices notices = new Notices(() -> now);

    @Test
    void a_sign_in_that_is_not_renewed_is_told_of_in_time_at_the_last_moment_and_when_it_has_ended() {
        assertThat(see(signedIn(END, false))).isEmpty();
        assertThat(untilDue(signedIn(END, false))).isEqualTo(Duration.ofMinutes(45));
        now = END.minus(Duration.ofMinutes(15));
        assertThat(see(signedIn(END, false))).containsExactly(ENDS);
        assertThat(untilDue(signedIn(END, false))).isEqualTo(Duration.ofMinutes(13));
        now = END.minus(Duration.ofMinutes(10));
        assertThat(see(signedIn(END, false))).isEmpty();
        now = END.minus(Duration.ofMinutes(2));
        assertThat(see(signedIn(END, false))).containsExactly(ENDS);
        now = END.minus(Duration.ofSeconds(5));
        assertThat(see(signedIn(END, false))).isEmpty();
        now = END;
        assertThat(see(signedOut())).containsExactly(NEEDED);
        now = END.plus(Duration.ofDays(1));
        assertThat(see(signedOut())).isEmpty();
    }

    @Test
    void a_machine_that_wakes_a_minute_before_the_end_tells_of_it_once() {
        see(signedIn(END, false));
        now = END.minus(Duration.ofMinutes(1));
        assertThat(see(signedIn(END, false))).containsExactly(ENDS);
        assertThat(see(signedIn(END, false))).isEmpty();
    }

    @Test
    void the_end_of_a_later_sign_in_is_told_of_again() {
        now = END.minus(Duration.ofMinutes(1));
        assertThat(see(signedIn(END, false))).containsExactly(ENDS);
        Instant later = END.plus(Duration.ofMinutes(10));
        assertThat(see(signedIn(later, false))).containsExactly(new Notice.EndsSoon("acme", later));
    }

    @Test
    void who_signs_in_again_in_time_has_the_warning_taken_back_once() {
        now = END.minus(Duration.ofMinutes(1));
        assertThat(see(signedIn(END, false))).containsExactly(ENDS);
        assertThat(see(profile(SignInState.SIGNING_IN, null, false, null))).isEmpty();
        Instant tomorrow = END.plus(Duration.ofDays(1));
        assertThat(see(signedIn(tomorrow, false))).containsExactly(SETTLED);
        assertThat(see(signedIn(tomorrow, false))).isEmpty();
    }

    @Test
    void a_sign_in_that_is_renewed_by_itself_is_nobodys_business() {
        now = END.minus(Duration.ofSeconds(1));
        assertThat(see(signedIn(END, true))).isEmpty();
        assertThat(untilDue(signedIn(END, true))).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void connected_again_is_told_after_a_sign_in_was_needed_and_only_then() {
        assertThat(see(signedIn(END, true))).isEmpty();
        assertThat(see(signedOut())).containsExactly(NEEDED);
        assertThat(see(profile(SignInState.SIGNING_IN, null, false, null))).isEmpty();
        assertThat(see(signedIn(END, true))).containsExactly(new Notice.Connected("acme", "alice@acme.example"));
        assertThat(see(signedIn(END, true))).isEmpty();
    }

    @Test
    void who_has_signed_out_is_told_nothing() {
        see(signedIn(END, true));
        assertThat(notices.hear(new Change.SignedOut("acme"))).isEmpty();
        assertThat(see(signedOut())).isEmpty();
        assertThat(see(signedIn(END, true))).isEmpty();
    }

    @Test
    void who_signs_out_has_the_warning_taken_back() {
        now = END.minus(Duration.ofMinutes(1));
        see(signedIn(END, false));
        assertThat(notices.hear(new Change.SignedOut("acme"))).containsExactly(SETTLED);
        assertThat(see(signedOut())).isEmpty();
    }

    @Test
    void a_stronger_sign_in_is_asked_for_once_each_time_it_is_needed() {
        OfProfile weak = profile(SignInState.SIGNED_IN, END, true, "stronger_sign_in_needed");
        assertThat(see(weak)).containsExactly(new Notice.SignInNeeded("acme", "what to do"));
        assertThat(see(weak)).isEmpty();
        assertThat(see(signedIn(END, true))).containsExactly(SETTLED);
        assertThat(see(weak)).hasSize(1);
    }

    @Test
    void one_reason_on_one_route_is_told_once_in_half_an_hour() {
        assertThat(deny("prod", "path_not_allowed")).containsExactly(new Notice.Denied("prod", "path_not_allowed"));
        assertThat(deny("prod", "path_not_allowed")).isEmpty();
        assertThat(deny("prod", "rate_limited")).hasSize(1);
        assertThat(deny("dev", "path_not_allowed")).hasSize(1);
        now = now.plus(Duration.ofMinutes(29));
        assertThat(deny("prod", "path_not_allowed")).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(deny("prod", "path_not_allowed")).hasSize(1);
    }

    private List<Notice> deny(String route, String code) {
        return notices.hear(new Change.Denial(route, code));
    }

    private List<Notice> see(OfProfile profile) {
        return notices.see(new StatusReport("1", 1, true, false, AuditHealth.SOUND, List.of(profile)));
    }

    private Duration untilDue(OfProfile profile) {
        return notices.untilDue(
                new StatusReport("1", 1, true, false, AuditHealth.SOUND, List.of(profile)), Duration.ofHours(9));
    }

    private static OfProfile signedIn(Instant end, boolean renewed) {
        return profile(SignInState.SIGNED_IN, end, renewed, null);
    }

    private static OfProfile signedOut() {
        return profile(SignInState.SIGNED_OUT, null, false, null);
    }

    private static OfProfile profile(
            SignInState state, @Nullable Instant end, boolean renewed, @Nullable String problem) {
        return new OfProfile(
                "acme",
                "https://idp.acme.example",
                "https://gateway.acme.example",
                state,
                state == SignInState.SIGNED_IN ? "alice@acme.example" : null,
                end,
                renewed,
                "memory",
                problem,
                problem == null ? null : "what to do",
                List.of());
    }
}
