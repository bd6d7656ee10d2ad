package dev.lakegate.diagnosis;

import static dev.lakegate.model.Phrase.verbatim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakegate.audit.AuditHealth;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Outcome.Fine;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the checks make of a session's state and of the answers through a route, those too that the sandbox's company
/// never gives. The route is a server of this test's.
class SessionChecksTest {
    @TempDir
    Path home;

    private HttpServer route;
    private int status = 200;
    private String contentType = "application/json";
    private String body = "{\"userName\":\"alice@acme.example\"}";

    @BeforeEach
    void start() throws Exception {
        route = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        route.createContext("/api/2.0/preview/scim/v2/Me", exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        route.start();
    }

    @AfterEach
    void stop() {
        route.stop(0);
    }

    @Test
    void a_sign_in_kept_in_memory_is_worth_a_word_unless_it_was_asked_for() throws Exception {
        OfProfile inMemory = profile(SignInState.SIGNED_IN, true, "memory", null, null);

        assertThat(((Attention) patient(inMemory).outcome("key_store")).detail().toString())
                .isEqualTo("the sign-in is kept in memory and ends with the program");
        assertThat(patient(inMemory, "credentials.store = \"memory\"").outcome("key_store"))
                .isInstanceOf(Fine.class);
    }

    @Test
    void memory_for_want_of_a_key_store_is_worth_a_word_with_the_reason() throws Exception {
        OfProfile reason = profile(SignInState.SIGNED_IN, true, "memory (no key store: no D-Bus)", null, null);

        assertThat(((Attention) patient(reason).outcome("key_store")).detail().toString())
                .contains("kept in memory (no key store: no D-Bus) and ends with the program");
    }

    @Test
    void a_key_store_that_nothing_was_kept_in_yet_is_not_called_fine() throws Exception {
        OfProfile unused = profile(SignInState.SIGNED_OUT, false, "Secret Service", null, null);

        assertThat(patient(unused).outcome("key_store")).isInstanceOf(NotLookedAt.class);
    }

    @Test
    void a_missing_key_store_is_worth_a_word_with_the_sessions_own_remedy() throws Exception {
        OfProfile absent = profile(SignInState.SIGNED_IN, true, "memory", "key_store_absent", "Install one.");

        assertThat(patient(absent).outcome("key_store"))
                .isEqualTo(new Attention(
                        verbatim("the sign-in is kept in memory and ends with the program: key_store_absent"),
                        verbatim("Install one.")));
        assertThat(patient(absent).outcome("sign_in")).isInstanceOf(Fine.class);
    }

    @ParameterizedTest
    @CsvSource({"key_store_locked, FAILED", "key_store_failed, FAILED", "credentials_set_aside, SIGN_IN_NEEDED"})
    void a_key_store_in_the_way_is_wrong(String problem, ExitStatus status) throws Exception {
        OfProfile locked = profile(SignInState.SIGNED_OUT, false, "GNOME Keyring", problem, "Unlock it.");

        assertThat(patient(locked).outcome("key_store"))
                .isEqualTo(new Wrong(
                        verbatim("the sign-in could not be kept in or taken from GNOME Keyring: " + problem),
                        verbatim("Unlock it."),
                        status));
        assertThat(patient(profile(SignInState.SIGNED_IN, true, "GNOME Keyring", null, null))
                        .outcome("key_store"))
                .isEqualTo(new Fine(verbatim("kept in GNOME Keyring")));
    }

    @ParameterizedTest
    @CsvSource({"OPENING, ATTENTION", "SIGNING_IN, ATTENTION", "SIGNED_OUT, WRONG", "SIGNED_IN, FINE"})
    void each_state_of_a_sign_in_has_its_rank(SignInState state, Outcome.Rank rank) throws Exception {
        assertThat(patient(profile(state, true, "memory", null, null))
                        .outcome("sign_in")
                        .rank())
                .isEqualTo(rank);
    }

    @Test
    void a_sign_in_that_is_not_renewed_is_worth_a_word_and_a_step_up_needs_the_person() throws Exception {
        assertThat(((Attention) patient(profile(SignInState.SIGNED_IN, false, "memory", null, null))
                                .outcome("sign_in"))
                        .detail()
                        .toString())
                .contains("alice@acme.example", "no refresh token");
        assertThat(patient(profile(SignInState.SIGNED_IN, true, "memory", "stronger_sign_in_needed", "Sign in."))
                        .outcome("sign_in"))
                .isEqualTo(new Wrong(
                        verbatim("stronger_sign_in_needed stands in the way of alice@acme.example"),
                        verbatim("Sign in."),
                        ExitStatus.SIGN_IN_NEEDED));
    }

    @Test
    void whom_the_workspace_knows_is_compared_with_who_is_signed_in() throws Exception {
        assertThat(signedIn().outcome("workspace")).isEqualTo(new Fine(verbatim("alice@acme.example")));

        body = "{\"userName\":\"bob@acme.example\"}";

        assertThat(((Attention) signedIn().outcome("workspace")).detail().toString())
                .isEqualTo("it knows you as bob@acme.example, and you are signed in as alice@acme.example");
    }

    @Test
    void on_a_route_of_a_service_principal_it_is_that_principal() throws Exception {
        String principal = "5ea1ab1e-0000-4000-8000-00000000e71a";
        body = "{\"userName\":\"" + principal + "\"}";

        assertThat(patient(signedInProfile(), "", "service_principal = \"" + principal + "\"")
                        .outcome("workspace"))
                .isEqualTo(new Fine(verbatim("service principal " + principal)));
        assertThat(signedIn().outcome("workspace")).isInstanceOf(Attention.class);
    }

    @Test
    void a_workspace_that_does_not_say_who_one_is_is_wrong() throws Exception {
        status = 403;
        body = "{\"error_code\":403,\"message\":\"Invalid access token.\"}";

        assertThat(((Wrong) signedIn().outcome("workspace")).detail().toString())
                .isEqualTo("it does not say who you are (status 403): Invalid access token.");
        assertThat(signedIn().outcome("gateway")).isInstanceOf(Fine.class);
    }

    @Test
    void a_refused_exchange_points_to_the_federation_policy() throws Exception {
        problem("exchange_refused", "The workspace did not accept your identity: invalid_grant.");

        Wrong refused = (Wrong) signedIn().outcome("exchange");

        assertThat(refused.detail().toString()).contains("invalid_grant");
        assertThat(refused.remedy().toString())
                .contains("token federation policy", "https://id.acme.example", "subject claim");
        assertThat(signedIn().outcome("gateway")).isInstanceOf(Fine.class);
        assertThat(signedIn().outcome("workspace")).isInstanceOf(NotLookedAt.class);
    }

    @Test
    void a_denial_of_the_exchange_is_the_gateways() throws Exception {
        contentType = "application/problem+json";
        status = 403;
        body = """
                {"code":"denied_by_gateway","title":"The gateway denied.","denial":"wrong_audience",
                 "gateway_request_id":"g-1"}""";

        Wrong wrong = (Wrong) signedIn().outcome("gateway");

        assertThat(wrong.detail().toString()).startsWith("it denies: wrong_audience, since the token's 'aud' is not");
        assertThat(wrong.remedy().toString())
                .contains("audience_parameter")
                .endsWith("the gateway's request id is g-1.");
    }

    @Test
    void a_code_that_this_version_does_not_know_is_told_in_the_gateways_words() throws Exception {
        denial(403, "moon_phase", "The moon is wrong.");

        assertThat(((Wrong) signedIn().outcome("gateway")).detail().toString())
                .isEqualTo("it denies: moon_phase (The moon is wrong.)");
    }

    @ParameterizedTest
    @CsvSource({"429, rate_limited, ATTENTION", "503, workspace_unreachable, FINE", "401, bad_signature, WRONG"})
    void the_gateways_denials_are_ranked_by_what_they_are_about(int answer, String code, Outcome.Rank rank)
            throws Exception {
        denial(answer, code, "No.");

        assertThat(signedIn().outcome("gateway").rank()).isEqualTo(rank);
        assertThat(signedIn().outcome("workspace").rank())
                .isEqualTo(code.equals("workspace_unreachable") ? Outcome.Rank.WRONG : Outcome.Rank.NOT_LOOKED_AT);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway_unreachable,     WRONG,         UNREACHABLE",
        "gateway_timed_out,       WRONG,         UNREACHABLE",
        "gateway_untrusted,       WRONG,         FAILED",
        "stronger_sign_in_needed, WRONG,         SIGN_IN_NEEDED",
        "token_not_acceptable,    WRONG,         FAILED",
        "sign_in_needed,          NOT_LOOKED_AT, DONE",
        "key_store_locked,        NOT_LOOKED_AT, DONE",
        "provider_unreachable,    NOT_LOOKED_AT, DONE",
    })
    void what_kept_the_proxy_from_asking_is_told_once(String code, Outcome.Rank rank, ExitStatus exit)
            throws Exception {
        problem(code, "What happened.");

        Outcome outcome = signedIn().outcome("gateway");

        assertThat(outcome.rank()).isEqualTo(rank);
        assertThat(outcome instanceof Wrong wrong ? wrong.status() : ExitStatus.DONE)
                .isEqualTo(exit);
        assertThat(outcome.toString().contains("What to do.")).isEqualTo(rank == Outcome.Rank.WRONG);
    }

    @Test
    void a_route_that_sends_no_workspace_token_has_nothing_to_exchange() throws Exception {
        Patient patient = patient(signedInProfile(), "", "credential = \"identity\"");

        assertThat(patient.outcome("exchange")).isEqualTo(new Fine(verbatim("none sends a workspace token")));
        assertThat(patient.outcome("gateway")).isInstanceOf(Fine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "exchange", "workspace"})
    void a_proxy_that_does_not_answer_is_not_looked_at(String check) throws Exception {
        route.stop(0);

        assertThat(((NotLookedAt) signedIn().outcome(check)).reason().toString())
                .startsWith("the proxy did not answer");
    }

    private Patient signedIn() {
        return patient(signedInProfile());
    }

    private OfProfile signedInProfile() {
        return profile(SignInState.SIGNED_IN, true, "memory", null, null);
    }

    private void problem(String code, String what) {
        status = 403;
        contentType = "application/problem+json";
        body = "{\"code\":\"%s\",\"title\":\"%s\",\"detail\":\"%s What to do.\"}".formatted(code, what, what);
    }

    private void denial(int answer, String code, String message) {
        status = answer;
        body = "{\"error_code\":\"%s\",\"message\":\"%s\",\"code\":\"%s\",\"request_id\":\"g-2\"}"
                .formatted(code.toUpperCase(Locale.ROOT), message, code);
    }

    private OfProfile profile(
            SignInState state, boolean renewed, String keptIn, @Nullable String problem, @Nullable String remedy) {
        return new OfProfile(
                "acme",
                "https://id.acme.example",
                "https://127.0.0.1:1",
                state,
                "alice@acme.example",
                Instant.now(),
                renewed,
                keptIn,
                problem,
                remedy,
                List.of(new OfRoute(
                        "prod", route.getAddress().getPort(), List.of(), "prod.acme.test", true, null, null)));
    }

    @Test
    void the_audit_log_is_wrong_while_it_cannot_be_written_and_to_be_looked_at_when_lines_were_lost() throws Exception {
        assertThat(auditLog(AuditHealth.SOUND)).isInstanceOf(Fine.class);
        assertThat(((Wrong) auditLog(new AuditHealth(false, true, 0))).detail().toString())
                .isEqualTo("cannot be written, and requests are refused meanwhile");
        assertThat(((Wrong) auditLog(new AuditHealth(false, false, 1234)))
                        .detail()
                        .toString())
                .isEqualTo("cannot be written; requests are served, and 1234 of their lines are lost so far");
        assertThat(((Attention) auditLog(new AuditHealth(true, false, 2)))
                        .detail()
                        .toString())
                .isEqualTo("could not be written for a time since the start: 2 lines are lost");
    }

    private Outcome auditLog(AuditHealth health) throws Exception {
        return patient(profile(SignInState.SIGNED_IN, true, "GNOME Keyring", null, null))
                .running(new StatusReport("test", 1, true, false, health, List.of()))
                .outcome("audit_log");
    }

    private Patient patient(OfProfile profile) {
        return patient(profile, "");
    }

    private Patient patient(OfProfile profile, String setting) {
        return patient(profile, setting, "");
    }

    private Patient patient(OfProfile profile, String setting, String routeSetting) {
        return new Patient(home, """
                %s
                [profile.acme]
                issuer = "http://127.0.0.1:1"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:1"

                [profile.acme.route.prod]
                port = %d
                workspace = "prod.acme.test"
                %s
                """.formatted(setting, route.getAddress().getPort(), routeSetting))
                .running(new StatusReport("test", 1, true, false, AuditHealth.SOUND, List.of(profile)));
    }
}
