package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A company, [StandardSandbox] or one of the class's own, and a new laptop in it for each test.
abstract class WithSandbox {
    static final String ME = "/api/2.0/preview/scim/v2/Me";
    static final String EXCHANGE = "/oidc/v1/token";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    static Sandbox sandbox;

    private Laptop laptop;

    @AfterEach
    void closeLaptop() {
        if (laptop != null) {
            laptop.close();
        }
    }

    /// The test's laptop, running, nobody signed in.
    final Laptop laptop() throws Exception {
        return laptop(sandbox.configuration());
    }

    final Laptop laptop(String configuration) throws Exception {
        return laptop(configuration, Map.of());
    }

    final Laptop laptop(String configuration, Map<String, String> environment) throws Exception {
        laptop = notStarted(configuration, environment);
        laptop.start();
        return laptop;
    }

    final Laptop notStarted(String configuration, Map<String, String> environment) {
        laptop = sandbox.laptop(configuration, environment);
        return laptop;
    }

    final Laptop laptopOf(String person) throws Exception {
        laptop().signIn(person);
        return laptop;
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    /// Blocks until the proxy's own calls, such as those that follow a sign-in, have ended: nothing new at the gateway
    /// for
    /// a while.
    static void awaitQuiet() {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await("quiet at the gateway")
                .atMost(PATIENCE)
                .pollInterval(QUIET)
                .until(() -> last.getAndSet(requestsAtTheGateway()) == requestsAtTheGateway());
    }

    /// How many requests the gateway has answered, those it denied among them.
    static long requestsAtTheGateway() {
        return sandbox.gateway().auditLines().size();
    }

    static long exchangesAtProd() {
        return sandbox.prod().requests().stream()
                .filter(request -> request.path().equals(EXCHANGE))
                .count();
    }

    static long requestsAtTheWorkspaces() {
        return sandbox.prod().count() + sandbox.dev().count();
    }

    static void forgetRequests() {
        sandbox.prod().forgetRequests();
        sandbox.dev().forgetRequests();
    }

    /// The proxy's audit line of the request with this id. Blocks until it is written.
    static JsonNode audited(Laptop laptop, String requestId) {
        return await("the audit line of " + requestId)
                .until(
                        () -> laptop.audit().stream()
                                .filter(line ->
                                        line.path("request_id").asString().equals(requestId))
                                .findFirst(),
                        line -> line.isPresent())
                .orElseThrow();
    }

    /// A problem of the proxy's own (RFC 9457) in the form that Databricks' SDKs read too.
    static void assertProblem(Notebook.Answer answer, int status, String code) {
        assertThat(answer.json().path("code").asString())
                .as("the problem in " + answer.body())
                .isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("request_id").asString()).isEqualTo(answer.requestId());
        assertThat(answer.json().path("message").asString()).endsWith(".");
    }

    /// Runs a command and makes sure that no secret is printed: no token ever, the local key by `env` alone.
    static Outcome say(Laptop laptop, String... arguments) {
        Outcome outcome = laptop.lakegate(arguments);
        String printed = outcome.out() + outcome.err();
        sandbox.provider().issued().forEach(token -> assertThat(printed).doesNotContain(token));
        assertThat(printed).as("a JWT").doesNotContain("eyJ");
        if (!arguments[0].equals("env")) {
            assertThat(printed).as("a local key").doesNotContain("lgk_");
        }
        return outcome;
    }

    static JsonNode json(Outcome outcome) {
        return JsonMapper.shared().readTree(outcome.out());
    }
}
