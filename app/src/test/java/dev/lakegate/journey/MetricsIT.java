package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lakegate.Main;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.model.ProgramProblem.MetricsPortTaken;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.PlainWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What a Prometheus server on this machine learns of the program, and who else does not.
@ExtendWith(StandardSandbox.class)
class MetricsIT extends WithSandbox {
    private static final String METRICS = "metrics.prometheus_port = $PORT_METRICS\n";

    @Test
    void the_figures_are_those_of_the_audit_log() throws Exception {
        Laptop laptop = metered("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        for (int number = 0; number < 3; number++) {
            audited(laptop, notebook.get(ME).requestId());
        }
        audited(laptop, notebook.get("/sandbox/nothing").requestId());
        audited(laptop, notebook.get("/sandbox/slow?ms=120").requestId());
        audited(laptop, Notebook.withKey(laptop, "prod", "lgk_wrong").get(ME).requestId());
        JsonNode posted = post(laptop, "four");

        MetricsPage page = await("the last request's count")
                .until(
                        () -> MetricsPage.of(laptop),
                        read -> requests(read, "write", "2xx") == 1 && requests(read, "read", "2xx") == 4);

        List<JsonNode> lines = laptop.audit();
        assertThat(requests(page, "read", "4xx")).isEqualTo(2);
        assertThat(sum(page, "lakegate_requests_seconds_sum")).isCloseTo(sum(lines, "duration_us") / 1e6, within(1e-6));
        assertThat(page.value("lakegate_sent_bytes_total", "route", "prod")).isEqualTo(sum(lines, "bytes_out"));
        assertThat(page.value("lakegate_received_bytes_total", "route", "prod"))
                .isEqualTo(4)
                .isEqualTo(posted.path("bytes_in").asDouble());
        assertThat(page.value("lakegate_problems_total", "route", "prod", "code", "local_key_wrong"))
                .isEqualTo(1);
        assertThat(page.value("lakegate_requests_first_byte_seconds_count", "route", "prod"))
                .as("all but the one that was refused")
                .isEqualTo(6);
        assertThat(page.value("lakegate_requests_first_byte_seconds_sum", "route", "prod"))
                .isBetween(0.12, sum(page, "lakegate_requests_seconds_sum"));
        assertThat(bucket(page, "0.1"))
                .isEqualTo((double) lines.stream()
                        .filter(line -> line.path("method").asString().equals("GET")
                                && line.path("status").asInt() == 200
                                && line.path("duration_us").asLong() <= 100_000)
                        .count())
                .isLessThan(4);
        assertThat(bucket(page, "+Inf")).isEqualTo(4);
        assertThat(page.value("lakegate_audit_lines_total"))
                .isEqualTo(laptop.auditLog().getLast().path("n").asDouble());
        assertThat(page.value("lakegate_audit_lines_lost_total")).isZero();
        assertThat(page.value("lakegate_signed_in", "profile", "acme")).isEqualTo(1);
        assertThat(page.value("lakegate_sign_ins_total", "profile", "acme", "way", "no_browser", "problem", "none"))
                .isEqualTo(1);
    }

    @Test
    void exchanges_are_counted_and_so_is_what_the_gateway_denies() throws Exception {
        Laptop laptop = metered("carol");
        JsonNode denied = audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
        String code = denied.path("denial").asString();

        MetricsPage page = await("the denial's count")
                .until(
                        () -> MetricsPage.of(laptop),
                        read -> read.value("lakegate_denials_total", "route", "prod", "code", code) > 0);

        assertThat(code).isEqualTo("no_workspace_identity");
        assertThat(page.value("lakegate_problems_total", "route", "prod", "code", "denied_by_gateway"))
                .isEqualTo(1);
        List<JsonNode> failed = laptop.auditLog().stream()
                .filter(line -> line.path("event").asString().equals("exchange")
                        && line.path("route").asString().equals("prod"))
                .toList();
        assertThat(failed)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("problem").asString()).isEqualTo("denied_by_gateway"));
        assertThat(page.value("lakegate_exchanges_seconds_count", "route", "prod", "problem", "denied_by_gateway"))
                .isEqualTo(failed.size());
        assertThat(page.value("lakegate_exchanges_seconds_sum", "route", "prod", "problem", "denied_by_gateway"))
                .isCloseTo(sum(failed, "duration_us") / 1e6, within(1e-6));
        assertThat(page.samples()).anySatisfy(sample -> {
            assertThat(sample.name()).isEqualTo("lakegate_exchanges_seconds_count");
            assertThat(sample.labels()).containsEntry("problem", "none");
            assertThat(sample.value()).isZero();
        });
    }

    @Test
    void what_is_under_way_is_told_while_it_is() throws Exception {
        Laptop laptop = metered("alice");
        awaitQuiet();
        Notebook notebook = Notebook.of(laptop, "prod");
        notebook.get(ME);
        CompletableFuture<Notebook.Answer> slow = notebook.getLater("/sandbox/slow?ms=2000");

        MetricsPage during = await("the request under way")
                .until(
                        () -> MetricsPage.of(laptop),
                        read -> read.value("lakegate_requests_open", "profile", "acme") == 1);
        assertThat(connections(during, "busy")).isEqualTo(1);
        assertThat(slow.get().status()).isEqualTo(200);

        MetricsPage after = await("its end")
                .until(
                        () -> MetricsPage.of(laptop),
                        read -> read.value("lakegate_requests_open", "profile", "acme") == 0);
        assertThat(connections(after, "busy")).isZero();
        assertThat(connections(after, "free")).isPositive();
        assertThat(after.value("lakegate_tunnels_open", "profile", "acme")).isZero();
    }

    @Test
    void discovery_documents_that_are_given_from_the_cache_are_counted() throws Exception {
        Laptop laptop = metered("alice");
        AtomicInteger missed = new AtomicInteger();
        await("the documents that are fetched ahead").until(() -> {
            boolean found = discovery(laptop) == 200;
            if (!found) {
                missed.incrementAndGet();
            }
            return found;
        });

        MetricsPage page = MetricsPage.of(laptop);

        assertThat(page.value("lakegate_discovery_total", "route", "prod", "cache", "found"))
                .isEqualTo(1);
        assertThat(page.value("lakegate_discovery_total", "route", "prod", "cache", "missed"))
                .isEqualTo(missed.get());
    }

    /// As SDKs ask for it, before they present any credential.
    private static int discovery(Laptop laptop) throws IOException {
        return PlainWire.ask(
                        laptop.port("prod"),
                        "GET /.well-known/databricks-config HTTP/1.1\r\nHost: 127.0.0.1:" + laptop.port("prod")
                                + "\r\n\r\n")
                .status();
    }

    @Test
    void nobody_gets_them_without_the_key_nor_a_web_page_with_it() throws Exception {
        Laptop laptop = metered("alice");
        String key = "Bearer " + MetricsPage.key(laptop);
        String basic = Base64.getEncoder()
                .encodeToString(("prometheus:" + MetricsPage.key(laptop)).getBytes(StandardCharsets.UTF_8));

        assertRefused(MetricsPage.ask(laptop, Map.of()), 401);
        assertRefused(MetricsPage.ask(laptop, Map.of("Authorization", key + "x")), 401);
        assertRefused(MetricsPage.ask(laptop, Map.of("Authorization", "Bearer " + laptop.localKey("prod"))), 401);
        assertRefused(MetricsPage.ask(laptop, Map.of("Authorization", key, "Origin", "http://evil.example")), 403);
        assertRefused(MetricsPage.ask(laptop, Map.of("Authorization", key, "Sec-Fetch-Site", "none")), 403);
        assertThat(raw(laptop, "GET /metrics HTTP/1.1", "Host: evil.example", "Authorization: " + key))
                .isEqualTo(421);
        assertThat(raw(laptop, "GET / HTTP/1.1", host(laptop), "Authorization: " + key))
                .isEqualTo(404);
        assertThat(raw(laptop, "POST /metrics HTTP/1.1", host(laptop), "Authorization: " + key, "Content-Length: 0"))
                .isEqualTo(405);
        assertThat(raw(laptop, "GET /metrics HTTP/1.1", host(laptop), "Authorization: " + key, "Authorization: x"))
                .isEqualTo(401);
        assertThat(MetricsPage.ask(laptop, Map.of("Authorization", "Basic " + basic))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Files.getPosixFilePermissions(MetricsPage.keyFile(laptop)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_taken_port_is_told_changes_the_key_and_keeps_no_route_from_serving() throws Exception {
        Laptop laptop = notStarted(METRICS + sandbox.configuration(), Map.of());
        laptop.start();
        String before = MetricsPage.key(laptop);
        laptop.close();
        try (ServerSocket other = new ServerSocket(laptop.port("metrics"), 1, InetAddress.getLoopbackAddress())) {
            Started started = laptop.start();

            assertThat(started.problems())
                    .singleElement()
                    .satisfies(
                            told -> assertThat(told.problem()).isEqualTo(new MetricsPortTaken(other.getLocalPort())));
            assertThat(MetricsPage.key(laptop)).isNotEqualTo(before);
            laptop.signIn("alice");
            assertThat(Notebook.of(laptop, "prod").get(ME).status()).isEqualTo(200);
        }
    }

    @Test
    void routes_that_come_and_go_are_told_of_and_no_more() throws Exception {
        Laptop laptop = metered("alice");
        assertThat(routesOfTheCache(laptop)).containsExactly("dev", "prod");
        String file = Files.readString(laptop.locations().configFile());

        Files.writeString(laptop.locations().configFile(), file.substring(0, file.indexOf("[profile.acme.route.dev]")));
        say(laptop, "reload");

        assertThat(routesOfTheCache(laptop)).containsExactly("prod");
    }

    @Test
    void a_program_that_nobody_asks_for_metrics_or_traces_loads_nothing_of_their_libraries() throws Exception {
        Laptop without = notStarted(sandbox.configuration(), Map.of());
        Laptop with = notStarted(
                METRICS + "traces.otlp = \"http://127.0.0.1:1/v1/traces\"\n" + sandbox.configuration(), Map.of());

        assertThat(classesOf(without))
                .contains("dev.lakegate.")
                .doesNotContain("io.micrometer.", "io.prometheus.", "io.opentelemetry.", "com.google.protobuf.");
        assertThat(classesOf(with)).contains("io.micrometer.", "io.prometheus.", "io.opentelemetry.");
    }

    /// Those that `lakegate run` has loaded when its routes listen.
    private static String classesOf(Laptop laptop) throws Exception {
        Path classes = laptop.home().resolve("classes.txt");
        ProcessBuilder run = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + classes,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run");
        run.environment().put("LAKEGATE_HOME", laptop.home().toString());
        Process program = run.redirectErrorStream(true)
                .redirectOutput(laptop.home().resolve("out.txt").toFile())
                .start();
        try {
            await("its routes")
                    .until(() ->
                            Files.readString(laptop.home().resolve("out.txt")).contains("http://127.0.0.1:"));
        } finally {
            program.destroy();
            program.waitFor();
        }
        return Files.readString(classes);
    }

    private static List<String> routesOfTheCache(Laptop laptop) throws IOException, InterruptedException {
        return MetricsPage.of(laptop).samples().stream()
                .filter(sample -> sample.name().equals("lakegate_discovery_total"))
                .map(sample -> sample.labels().get("route"))
                .distinct()
                .sorted()
                .toList();
    }

    private Laptop metered(String person) throws Exception {
        Laptop laptop = laptop(METRICS + sandbox.configuration());
        laptop.signIn(person);
        return laptop;
    }

    private static JsonNode post(Laptop laptop, String body) throws IOException {
        PlainWire.Answer answer = PlainWire.ask(
                laptop.port("prod"),
                "POST /sandbox/echo HTTP/1.1\r\nHost: 127.0.0.1:" + laptop.port("prod") + "\r\nAuthorization: Bearer "
                        + laptop.localKey("prod") + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer.status()).isEqualTo(200);
        return audited(laptop, answer.head().requestId());
    }

    private static int raw(Laptop laptop, String... lines) throws IOException {
        return PlainWire.ask(laptop.port("metrics"), String.join("\r\n", lines) + "\r\n\r\n")
                .status();
    }

    private static String host(Laptop laptop) {
        return "Host: 127.0.0.1:" + laptop.port("metrics");
    }

    private static void assertRefused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("lakegate_", "jvm_");
    }

    private static double requests(MetricsPage page, String method, String status) {
        return page.value("lakegate_requests_seconds_count", "route", "prod", "method", method, "status", status);
    }

    private static double bucket(MetricsPage page, String least) {
        return page.value(
                "lakegate_requests_seconds_bucket", "route", "prod", "method", "read", "status", "2xx", "le", least);
    }

    private static double connections(MetricsPage page, String state) {
        return page.value("lakegate_gateway_connections", "profile", "acme", "protocol", "http1", "state", state);
    }

    private static double sum(MetricsPage page, String name) {
        return page.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(MetricsPage.Sample::value)
                .sum();
    }

    private static double sum(List<JsonNode> lines, String member) {
        return lines.stream().mapToDouble(line -> line.path(member).asDouble()).sum();
    }
}
