package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.OtlpReceiver;
import dev.lakegate.sandbox.Told;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a collector is sent of single requests by the OpenTelemetry protocol.
@ExtendWith(StandardSandbox.class)
class TracesIT extends WithSandbox {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENTS_SPAN = "00f067aa0ba902b7";

    private OtlpReceiver collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = OtlpReceiver.start(FreePort.next());
    }

    @AfterEach
    void stopCollector() {
        collector.close();
    }

    @Test
    void a_request_is_told_step_by_step_and_the_workspaces_spans_hang_under_it() throws Exception {
        Laptop laptop = traced("1");
        laptop.signIn("alice");
        awaitQuiet();
        sandbox.restartGateway();
        await("the end of the connections that were free")
                .until(() -> connections(laptop, "free") + connections(laptop, "busy") == 0);
        forgetRequests();
        Notebook notebook = Notebook.of(laptop, "prod");

        JsonNode first = audited(laptop, notebook.get(ME + "?attributes=id").requestId());
        JsonNode second = audited(laptop, notebook.get(ME).requestId());

        List<Span> told = spansOf(first);
        Span request = told.getFirst();
        List<Span> ofSecond = spansOf(second);
        assertThat(request.getName()).isEqualTo("GET prod");
        assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(request.getParentSpanId()).isEqualTo(ByteString.EMPTY);
        assertThat(OtlpReceiver.attributes(request.getAttributesList()))
                .as("and nothing else")
                .isEqualTo(Map.of(
                        "http.request.method", "GET",
                        "http.response.status_code", "200",
                        "server.address", "prod.lakegate.test",
                        "lakegate.route", "prod",
                        "lakegate.request_id", first.path("request_id").asString(),
                        "lakegate.gateway_request_id",
                                first.path("gateway_request_id").asString()));
        assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(micros(request)).isEqualTo(first.path("duration_us").asLong());
        List<Span> steps = told.subList(1, told.size());
        assertThat(steps)
                .extracting(Span::getName)
                .containsExactly("admit", "token", "connect", "first byte", "stream");
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(step.getKind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
            assertThat(step.getAttributesList()).isEmpty();
        });
        assertOneAfterTheOther(request, steps);
        assertThat(traceparents())
                .containsExactly(
                        "00-" + trace(request) + "-" + hex(request.getSpanId()) + "-01",
                        "00-" + trace(ofSecond.getFirst()) + "-"
                                + hex(ofSecond.getFirst().getSpanId()) + "-01");
        assertThat(ofSecond.subList(1, ofSecond.size()))
                .as("over the connection that is open")
                .extracting(Span::getName)
                .containsExactly("admit", "token", "first byte", "stream");
        assertThat(collector.resourcesOfSpans().getFirst())
                .containsEntry("service.name", "lakegate")
                .containsKeys("service.version", "service.instance.id");
    }

    private static void assertOneAfterTheOther(Span request, List<Span> steps) {
        long at = request.getStartTimeUnixNano();
        for (Span step : steps) {
            assertThat(step.getStartTimeUnixNano()).as(step.getName()).isEqualTo(at);
            assertThat(step.getEndTimeUnixNano()).as(step.getName()).isGreaterThan(at);
            at = step.getEndTimeUnixNano();
        }
        assertThat(request.getEndTimeUnixNano()).isEqualTo(at);
        assertThat(Duration.ofNanos(at - System.currentTimeMillis() * 1_000_000).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void a_clients_own_decision_is_followed_and_what_waits_is_sent_as_the_program_ends() throws Exception {
        Laptop laptop = traced("0.0");
        laptop.signIn("alice");
        awaitQuiet();
        forgetRequests();
        Notebook notebook = Notebook.of(laptop, "prod");
        String unsampled = "00-" + TRACE.replace('4', '5') + "-" + CLIENTS_SPAN + "-00";

        notebook.get(ME);
        notebook.get(ME, "traceparent", unsampled);
        JsonNode sampled = audited(
                laptop,
                notebook.get(ME, "traceparent", "00-" + TRACE + "-" + CLIENTS_SPAN + "-03")
                        .requestId());
        laptop.close();

        List<Span> told = collector.spans();
        assertThat(told)
                .as("and no other")
                .hasSize(5)
                .allSatisfy(span -> assertThat(trace(span)).isEqualTo(TRACE));
        Span request = told.getFirst();
        assertThat(hex(request.getParentSpanId())).isEqualTo(CLIENTS_SPAN);
        assertThat(sampled.path("trace_id").asString()).isEqualTo(TRACE);
        assertThat(traceparents()).hasSize(3);
        assertThat(traceparents().getFirst()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(traceparents().get(1)).isEqualTo(unsampled);
        assertThat(traceparents().getLast()).isEqualTo("00-" + TRACE + "-" + hex(request.getSpanId()) + "-03");
    }

    @Test
    void a_request_that_fails_says_by_which_code_and_at_which_step(@TempDir Path sent) throws Exception {
        String authorization = "Api-Key " + UUID.randomUUID();
        Laptop laptop = notStarted(
                configuration("1", collector.addressOfTraces().toString())
                        + "traces.otlp_authorization_file = \"collector.key\"\n" + sandbox.configuration(),
                Map.of());
        Canaries.add(authorization);
        Files.writeString(laptop.home().resolve("collector.key"), authorization + "\n");
        laptop.start();
        laptop.signIn("alice");
        awaitQuiet();
        Notebook notebook = Notebook.of(laptop, "prod");

        JsonNode refused = audited(
                laptop,
                Notebook.withKey(laptop, "prod", "lgk_" + UUID.randomUUID())
                        .get(ME)
                        .requestId());
        JsonNode denied =
                audited(laptop, notebook.get("/a/..%2Fb?token=dapi-of-mallory").requestId());
        sandbox.gateway().close();
        JsonNode unreachable;
        try {
            unreachable = audited(laptop, notebook.get(ME).requestId());
        } finally {
            sandbox.restartGateway();
        }

        assertFailed(refused, "local_key_wrong", "admit", 401);
        assertFailed(unreachable, "gateway_unreachable", "connect", 503);
        Span request = spansOf(denied).getFirst();
        assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(OtlpReceiver.attributes(request.getAttributesList()))
                .containsEntry("error.type", "path_not_allowed")
                .containsEntry("lakegate.denial", "path_not_allowed")
                .containsEntry("http.response.status_code", "403");
        assertThat(collector.fieldsOfSpans("Authorization")).containsOnly(authorization);
        assertNoSecretIn(sent, laptop);
    }

    private void assertFailed(JsonNode line, String code, String step, int status) {
        List<Span> told = spansOf(line);
        assertThat(told.getFirst().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(OtlpReceiver.attributes(told.getFirst().getAttributesList()))
                .containsEntry("error.type", code)
                .containsEntry("http.response.status_code", String.valueOf(status));
        assertThat(told.getLast().getName()).isEqualTo(step);
        assertThat(told.getLast().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(OtlpReceiver.attributes(told.getLast().getAttributesList())).isEqualTo(Map.of("error.type", code));
        assertThat(told.subList(1, told.size() - 1))
                .allSatisfy(before -> assertThat(before.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET));
    }

    /// Of tokens, keys, persons, paths and queries.
    private void assertNoSecretIn(Path folder, Laptop laptop) throws IOException {
        Set<String> secrets = new HashSet<>(sandbox.provider().issued());
        secrets.add(laptop.localKey("prod"));
        sandbox.prod().requests().stream()
                .flatMap(request -> request.fields("Authorization").stream())
                .forEach(field -> secrets.add(field.replaceFirst("^Bearer ", "")));
        Files.write(folder.resolve("spans"), collector.bytesOfSpans());

        assertThat(secrets).hasSizeGreaterThan(3);
        assertThat(Canaries.writtenBelow(folder, secrets)).isEmpty();
        assertThat(Canaries.writtenBelow(folder)).isEmpty();
        assertThat(collector.spans().toString())
                .contains("GET prod")
                .doesNotContainIgnoringCase("alice", "mallory", "dapi", "scim", "lgk_", "%2F");
    }

    @Test
    void a_collector_that_is_away_costs_no_request_and_is_told_of_once() throws Exception {
        collector.close();
        int port = collector.addressOfTraces().getPort();
        try (Told told = Told.by("dev.lakegate.telemetry.otlp.Delivery")) {
            Laptop laptop = traced("1");
            laptop.signIn("alice");
            Notebook notebook = Notebook.of(laptop, "prod");
            try (OtlpReceiver refusing = OtlpReceiver.refusing(port)) {
                await("batches that are refused").until(() -> {
                    assertThat(notebook.get(ME).status()).isEqualTo(200);
                    return refusing.refused() > 1;
                });
            }
            collector = OtlpReceiver.start(port);
            JsonNode after = audited(laptop, notebook.get(ME).requestId());

            assertThat(spansOf(after)).isNotEmpty();
            await("the word of it").until(() -> told.lines().size() == 2);
            assertThat(told.lines().getFirst()).contains("cannot be sent to");
            assertThat(told.lines().getLast()).contains("again");
            assertThat(MetricsPage.of(laptop).value("lakegate_spans_lost_total"))
                    .isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void a_collector_that_never_answers_holds_no_end_up() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Laptop laptop =
                    laptop(configuration("1", "http://127.0.0.1:" + silent.getLocalPort()) + sandbox.configuration());
            audited(laptop, Notebook.of(laptop, "prod").get(ME).requestId());
            long begun = System.nanoTime();

            laptop.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        }
    }

    private Laptop traced(String sampled) throws Exception {
        return laptop(configuration(sampled, collector.addressOfTraces().toString()) + sandbox.configuration());
    }

    private static String configuration(String sampled, String address) {
        return """
                metrics.prometheus_port = $PORT_METRICS
                traces.otlp = "%s"
                traces.sampled = %s
                """.formatted(address, sampled);
    }

    private static double connections(Laptop laptop, String state) throws Exception {
        return MetricsPage.of(laptop)
                .value("lakegate_gateway_connections", "profile", "acme", "protocol", "http1", "state", state);
    }

    /// The request's own, which is sent last, and those of its steps. Blocks until they are there.
    private List<Span> spansOf(JsonNode line) {
        String trace = line.path("trace_id").asString();
        return await("the spans of " + line)
                .until(
                        () -> collector.spans().stream()
                                .filter(span -> trace(span).equals(trace))
                                .toList(),
                        spans -> spans.stream().anyMatch(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER));
    }

    private static List<String> traceparents() {
        return sandbox.prod().requests().stream()
                .filter(request -> request.path().equals(ME))
                .map((ReceivedRequest request) -> request.field("traceparent").orElseThrow())
                .toList();
    }

    private static String trace(Span span) {
        return hex(span.getTraceId());
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static long micros(Span span) {
        return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1_000;
    }
}
