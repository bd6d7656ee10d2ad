package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.Head;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A laptop's audit log, from its first line to an auditor who has the gateway's log beside it.
@ExtendWith(StandardSandbox.class)
class AuditIT extends WithSandbox {

    @Test
    void the_log_tells_of_everything_that_happened_in_its_order() throws Exception {
        Laptop laptop = laptopOf("alice");
        audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        audited(laptop, Notebook.withKey(laptop, "prod", "lgk_wrong").get(ME).requestId());
        say(laptop, "reload");
        say(laptop, "logout");
        laptop.close();

        List<JsonNode> lines = laptop.auditLog();
        assertThat(events(lines)).startsWith("file", "start");
        assertThat(events(lines)).endsWith("stop", "seal");
        assertThat(events(lines)).contains("sign_in", "exchange", "request", "refusal", "configuration", "sign_out");
        assertThat(one(lines, "sign_in").path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(one(lines, "sign_in").path("way").asString()).isEqualTo("no_browser");
        assertThat(one(lines, "sign_out").path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(one(lines, "exchange").path("workspace").asString()).isNotEmpty();
        assertThat(one(lines, "exchange").has("expires_at")).isTrue();
        assertThat(one(lines, "configuration").path("configuration"))
                .isEqualTo(one(lines, "start").path("configuration"));
        assertThat(one(lines, "refusal").path("problem").asString()).isEqualTo("local_key_wrong");
        assertVerified(laptop, "verify");
    }

    @Test
    void each_request_tells_the_gateway_how_far_the_log_had_come_and_the_workspace_nothing() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        JsonNode first = audited(laptop, notebook.get(ME).requestId());
        forgetRequests();
        JsonNode second = audited(laptop, notebook.get(ME).requestId());

        Head head = head(second);
        assertThat(head.number())
                .isGreaterThanOrEqualTo(first.path("n").asLong())
                .isLessThan(second.path("n").asLong());
        JsonNode line = laptop.auditLog().get((int) head.number() - 1);
        assertThat(line.path("hash").asString()).startsWith(head.hash());
        assertThat(laptop.auditLog().getFirst().path("hash").asString()).startsWith(head.chain());
        assertThat(sandbox.prod().requests())
                .allSatisfy(received ->
                        assertThat(received.fields("X-Lakegate-Audit-Head")).isEmpty());
    }

    @Test
    void the_gateways_log_bears_out_a_right_log_and_finds_out_one_that_its_owner_has_rewritten() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            Laptop laptop = laptop(sandbox.configuration(), ring.environment());
            laptop.signIn("alice");
            await("the first seal").until(() -> events(laptop.auditLog()).contains("seal"));
            Notebook notebook = Notebook.of(laptop, "prod");
            for (int number = 0; number < 5; number++) {
                JsonNode line = audited(laptop, notebook.get(ME).requestId());
                assertThat(head(line).number()).isPositive();
            }
            laptop.close();
            String log = sandbox.gateway().auditFile().toString();

            Outcome right = assertVerified(laptop, "verify", "--gateway-log", log);
            assertThat(right.out())
                    .contains("every one is right", "kept in: Secret Service", "heads in the gateway's log");

            long rewritten = rewriteByItsOwner(laptop);
            Outcome alone = laptop.lakegate("audit", "verify");
            assertThat(alone.status()).as("by itself: " + alone.out()).isZero();
            Outcome found = laptop.lakegate("audit", "verify", "--gateway-log", log, "--json");
            assertThat(found.status()).isEqualTo(1);
            JsonNode flaw = JsonMapper.shared().readTree(found.out()).path("flaw");
            assertThat(flaw.path("kind").asString()).isEqualTo("gateway_saw_another");
            assertThat(flaw.path("line").asLong()).isGreaterThanOrEqualTo(rewritten);
        }
    }

    @Test
    void a_changed_line_is_named_by_file_and_line() throws Exception {
        Laptop laptop = laptopOf("alice");
        audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        laptop.close();
        Path file = laptop.auditFolder().current();
        List<String> lines = Files.readAllLines(file);
        int request = events(laptop.auditLog()).indexOf("request");
        lines.set(request, lines.get(request).replace("alice@acme.example", "bob@acme.example"));
        Files.writeString(file, String.join("\n", lines) + "\n");

        Outcome outcome = laptop.lakegate("audit", "verify");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).contains("audit.jsonl, line " + (request + 1) + ": changed");
    }

    @Test
    void its_last_lines_are_shown_to_people_and_to_programs() throws Exception {
        Laptop laptop = laptopOf("alice");
        String id = Notebook.of(laptop, "prod").get(ME).requestId();
        audited(laptop, id);

        Outcome shown = laptop.lakegate("audit", "tail", "-n", "3");
        assertThat(shown.out()).contains("request  prod  GET " + ME + "  200  alice@acme.example", id);
        assertThat(shown.out().lines()).hasSize(3);
        Outcome raw = laptop.lakegate("audit", "tail", "-n", "1", "--json");
        assertThat(JsonMapper.shared().readTree(raw.out()).has("hash")).isTrue();
    }

    @Test
    void where_no_line_can_be_kept_nothing_is_served_if_the_configuration_says_so() throws Exception {
        Laptop laptop = laptop("audit.on_failure = \"refuse\"\n" + sandbox.configuration());
        laptop.signIn("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        audited(laptop, notebook.get(ME).requestId());
        awaitQuiet();
        Path file = laptop.auditFolder().current();
        Path aside = file.resolveSibling("aside");
        laptop.close();
        Files.move(file, aside);
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        laptop.start();
        laptop.signIn("alice");
        forgetRequests();

        Notebook.Answer refused = notebook.get(ME);
        assertProblem(refused, 503, "audit_unavailable");
        assertThat(sandbox.prod().requests())
                .noneMatch(request -> request.path().equals(ME));
        assertThat(laptop.lakegate("status").out())
                .contains("! the audit log cannot be written: requests are refused; make room on the disk");
        assertThat(laptop.lakegate("doctor").out()).contains("cannot be written, and requests are refused meanwhile");

        Files.delete(file);
        Files.move(aside, file);
        assertThat(notebook.get(ME).status()).isEqualTo(200);
        assertThat(audited(laptop, refused.requestId()).path("problem").asString())
                .isEqualTo("audit_unavailable");
    }

    @Test
    void parameters_that_are_listed_are_told_and_no_others() throws Exception {
        Laptop laptop = laptop("audit.query_names = [\"page_size\"]\n" + sandbox.configuration());
        laptop.signIn("alice");

        JsonNode line = audited(
                laptop,
                Notebook.of(laptop, "prod")
                        .get(ME + "?page_size=7&filter=secret&page_size_x=1")
                        .requestId());

        assertThat(line.path("query").toString()).isEqualTo("{\"page_size\":\"7\"}");
        assertThat(line.toString()).doesNotContain("secret");
    }

    /// Alice has the key, and writes all lines anew from her last sign-in on. Returns the first that differs.
    private static long rewriteByItsOwner(Laptop laptop) throws Exception {
        AuditFolder folder = laptop.auditFolder();
        List<String> lines = Files.readAllLines(folder.current());
        List<String> kept = lines.subList(0, events(laptop.auditLog()).indexOf("request"));
        Files.copy(folder.current(), folder.path().resolve("old"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.current(), String.join("\n", kept) + "\n");
        try (AuditLog log = new AuditLog(
                folder,
                new ConfigurationLoader(laptop.locations(), Map.of(), Map.of())
                        .load()
                        .audit(),
                InstantSource.system())) {
            for (int number = 0; number < 10; number++) {
                log.append(new AuditEvent.SignedOut(Instant.now(), "acme", "alice@acme.example"));
            }
        }
        return kept.size() + 1L;
    }

    private static Head head(JsonNode audited) {
        JsonNode gateway =
                sandbox.gateway().audited(audited.path("gateway_request_id").asString());
        return Head.told(gateway.path("audit_head").asString()).orElseThrow();
    }

    private static Outcome assertVerified(Laptop laptop, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "audit";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Outcome outcome = laptop.lakegate(command);
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static List<String> events(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("event").asString()).toList();
    }

    private static JsonNode one(List<JsonNode> lines, String event) {
        return lines.stream()
                .filter(line -> line.path("event").asString().equals(event))
                .findFirst()
                .orElseThrow();
    }
}
