package dev.lakegate.ui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.desktop.tray.TrayItem;
import dev.lakegate.desktop.tray.TrayView;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.session.changes.Changes.Unreached;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tray in words, for each way it can stand with the program.
class TrayMenuTest {
    private static final Instant NOW = Instant.parse("2026-03-02T13:05:30Z");
    private static final OfRoute PROD = route("prod", 8801, null);

    private final List<String> done = new ArrayList<>();
    private Map<String, String> renewalProblems = Map.of();
    private AuditHealth audit = AuditHealth.SOUND;
    private Set<String> lost = Set.of();
    private long lastMinute;
    private List<String> browsable = List.of();
    private Optional<Boolean> startsAtLogin = Optional.empty();
    private @Nullable String told;
    private boolean paused;

    @Test
    void connected() {
        lastMinute = 12;
        startsAtLogin = Optional.of(true);
        browsable = List.of("mlflow");
        assertThat(text(signedIn("acme", true, Duration.ofMinutes(55), PROD, route("mlflow", 8802, null))))
                .isEqualTo("""
                (CONNECTED) Lakegate: connected
                    alice@acme.example until 14:00, then renewed
                  alice@acme.example until 14:00, then renewed
                ----
                  A click copies the address
                > prod: http://127.0.0.1:8801
                > mlflow: http://127.0.0.1:8802
                  12 requests in the last minute
                ----
                > Sign out
                > Pause
                > Open mlflow in the browser
                > Open Lakegate
                [x] Start at login
                ----
                > Quit
                """);
    }

    @Test
    void signed_out() {
        assertThat(text(profile("acme", SignInState.SIGNED_OUT, null, null, false, null, PROD)))
                .isEqualTo("""
                (SIGNED_OUT) Lakegate: signed out
                    Signed out
                  Signed out
                ----
                  A click copies the address
                > prod: http://127.0.0.1:8801
                  No requests in the last minute
                ----
                > Sign in
                > Pause
                > Open Lakegate
                ----
                > Quit
                """);
    }

    @Test
    void signing_in_can_be_given_up() {
        assertThat(text(profile("acme", SignInState.SIGNING_IN, null, null, false, null)))
                .startsWith("(SIGNING_IN) Lakegate: signing in\n    Signing in, in your browser …\n")
                .contains("> Cancel the sign-in\n")
                .doesNotContain("> Sign");
    }

    @Test
    void looking_up_the_kept_sign_in_there_is_nothing_to_click_yet() {
        assertThat(text(profile("acme", SignInState.OPENING, null, null, false, null)))
                .startsWith("(SIGNING_IN)")
                .contains("Looking up the sign-in in the key store …")
                .doesNotContain("ign in\n");
    }

    @Test
    void a_sign_in_that_ends_soon_and_is_not_renewed_needs_the_person() {
        assertThat(text(signedIn("acme", false, Duration.ofMinutes(16)))).startsWith("(CONNECTED)");
        assertThat(text(signedIn("acme", false, Duration.ofMinutes(15))))
                .startsWith("(ATTENTION) Lakegate: needs you\n    alice@acme.example until 13:20\n")
                .contains("> Sign in again\n> Sign out\n");
        assertThat(text(signedIn("acme", true, Duration.ofMinutes(1)))).startsWith("(CONNECTED)");
    }

    @Test
    void a_sign_in_that_has_ended_by_itself_needs_the_person_too() {
        lost = Set.of("acme");
        assertThat(text(profile("acme", SignInState.SIGNED_OUT, null, null, false, null)))
                .startsWith("(ATTENTION)")
                .contains("Your sign-in has ended: sign in again\n", "> Sign in\n");
    }

    @Test
    void a_problem_is_told_with_its_remedy() {
        assertThat(text(profile(
                        "acme", SignInState.SIGNED_IN, "alice@acme.example", NOW, true, "The key store is locked.")))
                .startsWith("(ATTENTION)")
                .contains("  The key store is locked.\n", "> Sign in again\n");
    }

    @Test
    void a_route_without_its_port_says_why_and_is_not_clicked() {
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), route("prod", 8801, "port_taken"))))
                .startsWith("(ATTENTION)")
                .contains("  prod: another program holds its port\n")
                .doesNotContain("> prod");
    }

    @Test
    void offline_by_a_request_or_by_a_renewal() {
        OfRoute away = new OfRoute(
                "prod", 8765, List.of(), "dbc.example", true, null, new Unreached("gateway_unreachable", NOW));
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), away)))
                .startsWith("(OFFLINE) Lakegate: offline\n")
                .contains("Gateway or provider cannot be reached; is the VPN on?");
        renewalProblems = Map.of("acme", "provider_unreachable");
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), PROD))).startsWith("(OFFLINE)");
    }

    @Test
    void a_disk_that_takes_no_audit_lines_is_told_whatever_else_there_is() {
        audit = new AuditHealth(false, false, 12);
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), PROD)))
                .startsWith("(ATTENTION) Lakegate: needs you\n")
                .contains("The audit log cannot be written: requests leave no trace. Make room on the disk.");
        audit = new AuditHealth(false, true, 0);
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), PROD)))
                .startsWith("(ATTENTION)")
                .contains("Requests are refused: the audit log cannot be written. Make room on the disk.");
        audit = new AuditHealth(true, false, 12);
        assertThat(text(signedIn("acme", true, Duration.ofHours(1), PROD))).startsWith("(CONNECTED)");
    }

    @Test
    void renewing_while_a_renewal_is_tried_again() {
        renewalProblems = Map.of("acme", "provider_misconfigured");
        assertThat(text(signedIn("acme", true, Duration.ofMinutes(3))))
                .startsWith("(RENEWING) Lakegate: renewing the sign-in\n")
                .contains("The last renewal failed and is tried again: the provider answers wrongly");
    }

    @Test
    void of_several_profiles_each_is_named_and_the_one_that_needs_the_person_has_the_icon() {
        String both = text(
                signedIn("acme", true, Duration.ofHours(1), PROD),
                profile("umbrella", SignInState.SIGNED_OUT, null, null, false, null));
        assertThat(both)
                .startsWith("(CONNECTED)")
                .contains(
                        "  acme: alice@acme.example until 14:05, then renewed\n",
                        "  umbrella: Signed out\n",
                        "> Sign out (acme)\n",
                        "> Sign in (umbrella)\n");
        lost = Set.of("umbrella");
        assertThat(text(
                        signedIn("acme", true, Duration.ofHours(1), PROD),
                        profile("umbrella", SignInState.SIGNED_OUT, null, null, false, null)))
                .startsWith("(ATTENTION)");
    }

    @Test
    void the_end_on_another_day_is_told_with_that_day() {
        assertThat(text(signedIn("acme", true, Duration.ofHours(12)))).contains("until 2026-03-03 01:05");
    }

    @Test
    void what_a_click_has_not_done_is_told_in_a_line_that_fits() {
        told = "No browser could be opened here. ".repeat(9);
        assertThat(text(signedIn("acme", true, Duration.ofHours(1))).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(92))
                .anyMatch(line -> line.startsWith("  No browser") && line.endsWith("…"));
    }

    @Test
    void paused_is_the_icons_whatever_else_there_is_and_one_click_from_its_end() {
        paused = true;
        lost = Set.of("umbrella");
        List<OfProfile> profiles = List.of(
                signedIn("acme", true, Duration.ofHours(1), PROD),
                profile("umbrella", SignInState.SIGNED_OUT, null, null, false, null));
        TrayView view = TrayMenu.of(known(profiles), new Recorded(done));

        assertThat(view.asText())
                .startsWith("(PAUSED) Lakegate: paused\n    Paused: new requests are refused\n    acme: alice")
                .contains("umbrella: Your sign-in has ended", "> Go on\n")
                .doesNotContain("> Pause");
        click(view, "Go on");
        assertThat(done).containsExactly("resume");
    }

    private static void click(TrayView view, String text) {
        view.menu().stream()
                .filter(item ->
                        item instanceof TrayItem.Action action && action.text().equals(text))
                .forEach(item -> ((TrayItem.Action) item).clicked().run());
    }

    @Test
    void each_line_does_what_it_says() {
        startsAtLogin = Optional.of(false);
        browsable = List.of("mlflow");
        List<OfProfile> profiles = List.of(
                signedIn("acme", false, Duration.ofMinutes(1), PROD),
                profile("umbrella", SignInState.SIGNED_OUT, null, null, false, null),
                profile("initech", SignInState.SIGNING_IN, null, null, false, null));
        for (TrayItem item : TrayMenu.of(known(profiles), new Recorded(done)).menu()) {
            if (item instanceof TrayItem.Action action) {
                action.clicked().run();
            } else if (item instanceof TrayItem.Toggle toggle) {
                toggle.clicked().run();
            }
        }
        assertThat(done)
                .containsExactly(
                        "copy http://127.0.0.1:8801",
                        "sign in acme",
                        "sign out acme",
                        "sign in umbrella",
                        "cancel initech",
                        "pause",
                        "enter mlflow",
                        "window",
                        "at login true",
                        "quit");
    }

    private record Recorded(List<String> done) implements TrayActions {
        @Override
        public void signIn(String profile) {
            done.add("sign in " + profile);
        }

        @Override
        public void cancelSignIn(String profile) {
            done.add("cancel " + profile);
        }

        @Override
        public void signOut(String profile) {
            done.add("sign out " + profile);
        }

        @Override
        public void pause() {
            done.add("pause");
        }

        @Override
        public void resume() {
            done.add("resume");
        }

        @Override
        public void copy(String address) {
            done.add("copy " + address);
        }

        @Override
        public void enter(String route) {
            done.add("enter " + route);
        }

        @Override
        public void openWindow() {
            done.add("window");
        }

        @Override
        public void startAtLogin(boolean on) {
            done.add("at login " + on);
        }

        @Override
        public void quit() {
            done.add("quit");
        }
    }

    private String text(OfProfile... profiles) {
        return TrayMenu.of(known(List.of(profiles)), new Recorded(done)).asText();
    }

    private Known known(List<OfProfile> profiles) {
        return new Known(
                new StatusReport("1", 1, true, paused, audit, profiles),
                renewalProblems,
                lost,
                lastMinute,
                browsable,
                startsAtLogin,
                told,
                NOW,
                ZoneOffset.UTC);
    }

    private static OfProfile signedIn(String name, boolean renewed, Duration left, OfRoute... routes) {
        return profile(name, SignInState.SIGNED_IN, "alice@acme.example", NOW.plus(left), renewed, null, routes);
    }

    private static OfProfile profile(
            String name,
            SignInState state,
            @Nullable String person,
            @Nullable Instant end,
            boolean renewed,
            @Nullable String remedy,
            OfRoute... routes) {
        return new OfProfile(
                name,
                "https://idp.acme.example",
                "https://gateway.acme.example",
                state,
                person,
                end,
                renewed,
                "memory",
                remedy == null ? null : "a_problem",
                remedy,
                List.of(routes));
    }

    private static OfRoute route(String name, int port, @Nullable String problem) {
        return new OfRoute(
                name, port, List.of("http://127.0.0.1:" + port), "dbc.example", problem == null, problem, null);
    }
}
