package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One line for each request, whatever its end; the other tests of this package hold it for theirs.
class AuditIT extends WithLaptop {
    private static final Set<String> OF_EVERY_LINE = Set.of(
            "ts",
            "event",
            "request_id",
            "trace_id",
            "route",
            "method",
            "path",
            "status",
            "bytes_in",
            "bytes_out",
            "duration_us",
            "n",
            "hash");

    @Test
    void a_request_that_was_answered() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        Answer answer = PlainWire.ask(
                laptop.port("prod"),
                request("POST", "/sandbox/echo?secret=canary", "Content-Length: 5") + "canary".substring(0, 5));

        JsonNode line = audited(answer.head().requestId());
        assertThat(names(line))
                .containsExactlyInAnyOrderElementsOf(
                        with("admitted_by", "person", "principal", "rule", "node", "gateway_request_id"));
        assertThat(Instant.parse(line.get("ts").asString())).isBetween(before, Instant.now());
        assertThat(line.get("event").asString()).isEqualTo("request");
        assertThat(line.get("route").asString()).isEqualTo("prod");
        assertThat(line.get("method").asString()).isEqualTo("POST");
        assertThat(line.get("path").asString()).isEqualTo("/sandbox/echo");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("person").asString()).isEqualTo("alice@acme.example");
        assertThat(line.get("principal").asString()).isEqualTo("alice@acme.example");
        assertThat(line.get("rule").asString()).isEqualTo("default");
        assertThat(line.get("node").asString()).startsWith("node");
        assertThat(line.get("bytes_in").asInt()).isEqualTo(5);
        assertThat(line.get("bytes_out").asInt()).isEqualTo(5);
        assertThat(line.toString()).doesNotContain("canary");
    }

    @Test
    void its_duration_is_that_of_the_whole_exchange() throws IOException {
        JsonNode slow = audited(ask("GET", "/sandbox/slow?ms=150").head().requestId());

        assertThat(slow.get("duration_us").asLong())
                .isBetween(150_000L, Duration.ofMinutes(1).toNanos() / 1_000);
    }

    @Test
    void a_failure_of_the_workspace_is_an_answer_and_no_problem() throws IOException {
        JsonNode line = audited(ask("GET", "/sandbox/nothing").head().requestId());

        assertThat(line.get("status").asInt()).isEqualTo(404);
        assertThat(line.has("problem")).isFalse();
        assertThat(line.has("denial")).isFalse();
    }

    @Test
    void a_request_that_was_refused_names_nobody() throws IOException {
        Answer answer =
                PlainWire.ask(laptop.port("prod"), head("GET", ME + "?secret=canary", host(), bearer("canary")));

        JsonNode line = audited(answer.head().requestId());
        assertThat(names(line)).containsExactlyInAnyOrderElementsOf(with("problem"));
        assertThat(line.get("problem").asString()).isEqualTo("local_key_wrong");
        assertThat(line.get("status").asInt()).isEqualTo(401);
        assertThat(line.toString()).doesNotContain("canary");
    }

    @Test
    void a_request_before_anybody_signed_in() throws Exception {
        Laptop fresh = company.laptop();
        fresh.start();
        String host = "Host: 127.0.0.1:" + fresh.port("prod");
        Answer answer = PlainWire.ask(
                fresh.port("prod"),
                head("POST", ME, host, bearer(fresh.localKey("prod")), "Content-Length: 3") + "abc");

        assertProblem(answer, 401, "sign_in_needed");
        String id = answer.head().requestId();
        await("its audit line").until(() -> auditLines(fresh, id).size() == 1);
        JsonNode line = auditLines(fresh, id).getFirst();
        assertThat(names(line)).containsExactlyInAnyOrderElementsOf(with("admitted_by", "problem"));
        assertThat(line.get("admitted_by").asString()).isEqualTo("key");
        assertThat(line.get("problem").asString()).isEqualTo("sign_in_needed");
        assertThat(line.get("status").asInt()).isEqualTo(401);
        assertThat(line.get("bytes_in").asInt()).isZero();
        assertThat(line.get("bytes_out").asInt()).isEqualTo(answer.body().length);
    }

    @Test
    void requests_on_one_connection_have_lines_and_ids_of_their_own() throws IOException {
        try (PlainWire wire = connect()) {
            String first = wire.send(request("GET", ME)).answer().head().requestId();
            String second = wire.send(request("GET", ME)).answer().head().requestId();

            assertThat(first).isNotEqualTo(second);
            assertThat(audited(first).get("gateway_request_id"))
                    .isNotEqualTo(audited(second).get("gateway_request_id"));
        }
    }

    @Test
    void the_log_is_the_owners_alone() throws IOException {
        ask("GET", ME);

        assertThat(Files.getPosixFilePermissions(
                        laptop.locations().stateFolder().resolve("audit/audit.jsonl")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static Set<String> names(JsonNode line) {
        return new TreeSet<>(line.propertyNames());
    }

    private static Set<String> with(String... names) {
        Set<String> all = new TreeSet<>(OF_EVERY_LINE);
        all.addAll(Set.of(names));
        return all;
    }
}
