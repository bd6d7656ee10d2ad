package dev.lakegate.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.MachineName;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From an id, or a run, to who it was, from where, and where the time went.
@ExtendWith(StandardSandbox.class)
class TraceIT extends WithSandbox {
    @Test
    void a_request_is_told_from_the_process_to_the_node_by_both_ids_and_as_the_last() throws Exception {
        Laptop laptop = trustingLaptopOf("alice");
        JsonNode line = audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        String requestId = line.path("request_id").asString();
        String gatewayId = line.path("gateway_request_id").asString();
        JsonNode gateway = sandbox.gateway().audited(gatewayId);

        for (String id : List.of(requestId, gatewayId, "last")) {
            Outcome told = trace(laptop, id, "--gateway-log", gatewayLog());
            assertThat(told.status()).as(told.err()).isZero();
            assertThat(told.out())
                    .contains("GET " + ME, "alice@acme.example", requestId, gatewayId)
                    .contains("default", line.path("node").asString())
                    .contains("(pid " + ProcessHandle.current().pid() + ") on "
                            + MachineName.of(Map.of()).orElseThrow())
                    .contains("in the gateway", "in the workspace")
                    .doesNotContain("- The gateway's log", "was changed");
        }
        JsonNode json = JsonMapper.shared()
                .readTree(trace(laptop, requestId, "--gateway-log", gatewayLog(), "--json")
                        .out());
        JsonNode told = json.path("requests").path(0);
        assertThat(told.path("local").path("members")).isEqualTo(line);
        assertThat(told.path("local").path("intact").asBoolean()).isTrue();
        assertThat(told.path("gateway").path(0).path("members")).isEqualTo(gateway);
        assertThat(told.path("spent_us").path("workspace").asLong())
                .isEqualTo(1_000 * gateway.path("ms").path("response").asLong());
        assertThat(told.path("duration_us")).isEqualTo(line.path("duration_us"));
    }

    @Test
    void what_is_not_known_is_said() throws Exception {
        Laptop laptop = laptopOf("alice");
        String refused = audited(
                        laptop,
                        Notebook.withKey(laptop, "prod", "lgk_wrong").get(ME).requestId())
                .path("request_id")
                .asString();
        String served = audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId())
                .path("request_id")
                .asString();

        assertThat(trace(laptop, refused).out()).contains("local_key_wrong", "neither the gateway nor the workspace");
        assertThat(trace(laptop, served).out()).contains("--gateway-log FILE", "key-or-same-user");
        Path empty = Files.writeString(folder.resolve("empty-" + UUID.randomUUID()), "");
        assertThat(trace(laptop, served, "--gateway-log", empty.toString()).out())
                .contains("as it was given, has no line of it");
    }

    @Test
    void nothing_found_ends_with_1_and_a_wrong_question_with_2() throws Exception {
        Laptop laptop = laptopOf("alice");
        String unknown = UUID.randomUUID().toString();

        Outcome nothing = trace(laptop, unknown, "--gateway-log", gatewayLog());
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err()).startsWith("lakegate: no line for the id " + unknown);
        assertThat(trace(laptop, "--mlflow-run", "0".repeat(31) + "f").status()).isEqualTo(1);
        assertThat(trace(laptop).status()).isEqualTo(2);
        assertThat(trace(laptop, "no id").status()).isEqualTo(2);
        assertThat(trace(laptop, unknown, "--job-run", "1").status()).isEqualTo(2);
        assertThat(trace(laptop, "--job-run", "x").status()).isEqualTo(2);
        assertThat(trace(laptop, "last", "--json", "--html", "x").status()).isEqualTo(2);
    }

    @Test
    void all_requests_of_a_trace_are_listed() throws Exception {
        Laptop laptop = laptopOf("alice");
        String trace = UUID.randomUUID().toString().replace("-", "");
        Notebook notebook = Notebook.of(laptop, "prod");
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            HttpResponse<byte[]> answer = notebook.post(
                    "/api/2.2/jobs/run-now", "{\"job_id\":1}", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
            ids.add(audited(laptop, id(answer)).path("request_id").asString());
        }

        String told = trace(laptop, trace).out();

        assertThat(told).contains("3 requests of the id " + trace).containsSubsequence(ids);
    }

    @Test
    void who_started_an_mlflow_run_is_known_from_a_zipped_answer_that_comes_as_it_was_sent() throws Exception {
        Laptop laptop = trustingLaptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        String experiment = json(notebook.post(
                        "/api/2.0/mlflow/experiments/create", "{\"name\":\"" + UUID.randomUUID() + "\"}"))
                .path("experiment_id")
                .asString();
        HttpResponse<byte[]> created = notebook.post(
                "/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"" + experiment + "\"}", "Accept-Encoding", "gzip");
        assertThat(created.headers().firstValue("Content-Encoding")).contains("gzip");
        JsonNode answer = JsonMapper.shared()
                .readTree(new GZIPInputStream(new ByteArrayInputStream(created.body())).readAllBytes());
        String run = answer.path("run").path("info").path("run_id").asString();
        HttpResponse<byte[]> logged = notebook.post(
                "/api/2.0/mlflow/runs/log-metric",
                "{\"run_id\":\"" + run + "\",\"key\":\"accuracy\",\"value\":0.93,\"timestamp\":\"1\",\"step\":\"1\"}");
        assertThat(logged.statusCode()).isEqualTo(200);
        String looked = notebook.get("/api/2.0/mlflow/runs/get?run_id=" + run).requestId();
        notebook.post("/api/2.0/mlflow/runs/search", "{\"experiment_ids\":[\"" + experiment + "\"]}");

        JsonNode last = audited(laptop, looked);
        assertThat(last.path("mlflow_run").asString()).isEqualTo(run);
        assertThat(last.has("query")).isFalse();
        Outcome told = trace(laptop, "--mlflow-run", run, "--json");
        JsonNode requests = JsonMapper.shared().readTree(told.out()).path("requests");
        assertThat(requests.valueStream().map(request -> request.path("path").asString()))
                .containsExactly(
                        "/api/2.0/mlflow/runs/create", "/api/2.0/mlflow/runs/log-metric", "/api/2.0/mlflow/runs/get");
        assertThat(trace(laptop, "--mlflow-run", run, "--gateway-log", gatewayLog())
                        .out())
                .startsWith("POST /api/2.0/mlflow/runs/create")
                .contains("(pid " + ProcessHandle.current().pid() + ") on ", "alice@acme.example", "Then:")
                .contains("POST /api/2.0/mlflow/runs/log-metric", looked);
    }

    @Test
    void what_is_not_as_it_should_be_passes_as_it_is_and_names_no_run() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        String absent = "a".repeat(32);
        String body = "{\"run_id\":\"" + absent + "\",\"key\":\"a\",\"value\":1}";

        // as the workspace answers, which does not look at what is said of the body
        HttpResponse<byte[]> answer =
                notebook.post("/api/2.0/mlflow/runs/log-metric", body, "Content-Encoding", "gzip");
        HttpResponse<byte[]> plain = notebook.post("/api/2.0/mlflow/runs/log-metric", body);

        assertThat(json(answer).path("message").asString()).isEqualTo("Run '" + absent + "' not found.");
        assertThat(audited(laptop, id(answer)).has("mlflow_run")).isFalse();
        assertThat(audited(laptop, id(plain)).path("mlflow_run").asString()).isEqualTo(absent);
    }

    @Test
    void a_jobs_run_is_known_by_its_number_from_its_start_to_its_end() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        HttpResponse<byte[]> started = notebook.post("/api/2.2/jobs/run-now", "{\"job_id\":11}");
        String run = json(started).path("run_id").asString();
        notebook.get("/api/2.2/jobs/runs/get?run_id=" + run);
        HttpResponse<byte[]> cancelled = notebook.post("/api/2.2/jobs/runs/cancel", "{\"run_id\":" + run + "}");
        JsonNode last = audited(laptop, id(cancelled));

        assertThat(last.path("job_run").asString()).isEqualTo(run).hasSizeGreaterThan(16);
        JsonNode told = JsonMapper.shared()
                .readTree(trace(laptop, "--job-run", run, "--json").out());
        assertThat(told.path("requests")
                        .valueStream()
                        .map(request -> request.path("path").asString()))
                .containsExactly("/api/2.2/jobs/run-now", "/api/2.2/jobs/runs/get", "/api/2.2/jobs/runs/cancel");
    }

    @Test
    void no_run_is_told_where_the_configuration_says_so() throws Exception {
        Laptop laptop = laptop("audit.recognise_runs = false\n" + sandbox.configuration());
        laptop.signIn("alice");
        HttpResponse<byte[]> started = Notebook.of(laptop, "prod").post("/api/2.2/jobs/run-now", "{\"job_id\":11}");

        JsonNode line = audited(laptop, id(started));

        assertThat(json(started).has("run_id")).isTrue();
        assertThat(line.has("job_run")).isFalse();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are the profile folder's there")
    void the_page_is_this_persons_alone_fetches_nothing_and_a_hostile_log_writes_nothing_in_it() throws Exception {
        Laptop laptop = laptopOf("alice");
        audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        laptop.close();
        Path log = laptop.auditFolder().current();
        // whoever can write the log writes more than a URL can hold
        Files.writeString(
                log, Files.readString(log).replace(ME, "/<script>alert(1)</script>\\u202e\\\"&amp;<img src=x>"));
        Path page = folder.resolve("trace-" + UUID.randomUUID() + ".html");

        Outcome written = trace(laptop, "last", "--gateway-log", gatewayLog(), "--html", page.toString());

        assertThat(written.status()).as(written.err()).isZero();
        String html = Files.readString(page);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(html)
                .contains("/&lt;script&gt;alert(1)&lt;/script&gt;\\u202e&quot;&amp;amp;&lt;img src=x&gt;")
                .contains("default-src 'none'; style-src 'unsafe-inline'", "prefers-color-scheme: dark")
                .contains("was changed after it was written")
                .doesNotContain(
                        "<script", "<img", "\u202e", "http://", "https://", "url(", "@import", "href=", "src=\"");
        assertThat(trace(laptop, "last").out()).contains("\\u202e").doesNotContain("\u202e");
    }

    private Laptop trustingLaptopOf(String person) throws Exception {
        Laptop laptop = laptop(sandbox.configuration()
                .replace("[profile.acme]\n", "[profile.acme]\nadmission = \"key-or-same-user\"\n"));
        laptop.signIn(person);
        return laptop;
    }

    private static Outcome trace(Laptop laptop, String... arguments) {
        List<String> command = new ArrayList<>(List.of("audit", "trace"));
        command.addAll(List.of(arguments));
        return laptop.lakegate(command.toArray(String[]::new));
    }

    private static String gatewayLog() {
        return sandbox.gateway().auditFile().toString();
    }

    /// The proxy's id of the request.
    private static String id(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return JsonMapper.shared().readTree(new String(answer.body(), UTF_8));
    }
}
