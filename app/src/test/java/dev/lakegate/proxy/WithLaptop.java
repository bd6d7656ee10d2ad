package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.Provider.Counters;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A company for each class, and alice signed in at her laptop.
abstract class WithLaptop {
    static final String ME = "/api/2.0/preview/scim/v2/Me";

    @TempDir
    static Path folder;

    static Sandbox company;
    static Laptop laptop;

    @BeforeAll
    static void aliceSignsIn() throws Exception {
        company = Sandbox.start(folder);
        laptop = company.laptop();
        laptop.start();
        laptop.signIn("alice");
        await("an exchange and three discovery documents for each route, fetched ahead")
                .until(() -> company.gateway().auditLines().size() == 8);
    }

    @AfterAll
    static void end() {
        company.close();
    }

    static PlainWire connect() {
        return new PlainWire(laptop.port("prod"));
    }

    /// Sends one request of [#request] and reads the answer.
    static Answer ask(String method, String target, String... fields) throws IOException {
        return PlainWire.ask(laptop.port("prod"), request(method, target, fields));
    }

    /// A request up to its body, addressed and authorized as it should be.
    ///
    /// @param fields lines
    static String request(String method, String target, String... fields) {
        return head(method, target, lines(host(), bearer(laptop.localKey("prod")), String.join("\r\n", fields)));
    }

    /// A request up to its body with these lines and no others.
    static String head(String method, String target, String... fields) {
        return method + " " + target + " HTTP/1.1\r\n" + lines(fields) + "\r\n\r\n";
    }

    static String host() {
        return "Host: 127.0.0.1:" + laptop.port("prod");
    }

    static String bearer(String key) {
        return "Authorization: Bearer " + key;
    }

    private static String lines(String... fields) {
        return String.join(
                "\r\n", List.of(fields).stream().filter(line -> !line.isEmpty()).toList());
    }

    /// What must stand still while the proxy refuses a request.
    record Beyond(long atTheGateway, Counters atTheProvider, long atTheWorkspace) {
        static Beyond now() {
            return new Beyond(
                    company.gateway().requests(),
                    company.provider().counters(),
                    company.prod().count());
        }

        Beyond andOneRequest() {
            return new Beyond(atTheGateway + 1, atTheProvider, atTheWorkspace + 1);
        }
    }

    /// Holds that this request is answered with this problem, written down once, and moves nothing beyond the proxy.
    static Answer refused(String request, int status, String code) throws IOException {
        Beyond before = Beyond.now();
        Answer answer = PlainWire.ask(laptop.port("prod"), request);
        assertProblem(answer, status, code);

        JsonNode line = audited(answer.head().requestId());
        assertThat(line.get("status").asInt()).isEqualTo(status);
        assertThat(line.get("problem").asString()).isEqualTo(code);
        assertThat(line.get("bytes_out").asInt()).isEqualTo(answer.body().length);
        assertThat(line.has("gateway_request_id")).isFalse();

        // had something been forwarded, it would have been before this one
        ask("GET", ME);
        assertThat(Beyond.now()).isEqualTo(before.andOneRequest());
        return answer;
    }

    /// RFC 9457, and the two members that Databricks' SDKs read.
    static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.head().field("Content-Type")).contains("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asString()).isEqualTo("urn:lakegate:problem:" + code);
        assertThat(problem.get("title").asString()).isNotEmpty();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString())
                .startsWith(problem.get("title").asString());
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("error_code").asString()).isEqualTo(code.toUpperCase(Locale.ROOT));
        assertThat(problem.get("message")).isEqualTo(problem.get("detail"));
        assertThat(problem.get("request_id").asString()).isEqualTo(answer.head().requestId());
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    /// The one audit line of a request. Blocks until it is written.
    static JsonNode audited(String requestId) {
        await("the audit line of " + requestId)
                .until(() -> !auditLines(laptop, requestId).isEmpty());
        List<JsonNode> lines = auditLines(laptop, requestId);
        if (lines.size() != 1) {
            throw new AssertionError("one audit line a request: " + lines);
        }
        return lines.getFirst();
    }

    static List<JsonNode> auditLines(Laptop of, String requestId) {
        return of.audit().stream()
                .filter(line -> line.path("request_id").asString().equals(requestId))
                .toList();
    }

    /// How many requests the gateway has not finished yet.
    static long requestsUnderWay() {
        return company.gateway()
                .runtime("show sess")
                .lines()
                .filter(session -> session.contains("be=prod"))
                .count();
    }

    /// As the workspace got it.
    static ReceivedRequest received(String requestId) {
        return company.prod().requests().stream()
                .filter(request -> request.fields("X-Request-Id").equals(List.of(requestId)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the workspace got no request " + requestId));
    }
}
