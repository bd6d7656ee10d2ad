package dev.lakegate.audit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.WithAuditLog;
import dev.lakegate.audit.run.Run;
import dev.lakegate.audit.trace.Timeline.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracingTest extends WithAuditLog {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Run RUN = new Run(Run.Kind.MLFLOW, "0af7651916cd43dd8448eb211c80319c");

    private final List<String> gateway = new ArrayList<>();

    @Test
    void the_time_is_told_of_each_place_and_adds_up() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", null, null, 0));
        }
        gatewaySaw("r-1", "gw-1", TRACE, NOON.plusMillis(19), "");

        TracedRequest request = only(trace(new Wanted.ById("r-1")));

        Timeline timeline = request.timeline();
        assertThat(timeline.micros()).isEqualTo(20_000);
        assertThat(timeline.micros(Where.PROXY)).isEqualTo(3_000);
        assertThat(timeline.micros(Where.GATEWAY)).isEqualTo(1_000 + 2_000);
        assertThat(timeline.micros(Where.WORKSPACE)).isEqualTo(10_000);
        assertThat(timeline.micros(Where.ANSWER)).isEqualTo(4_000);
        assertThat(timeline.parts())
                .extracting(Timeline.Part::where, Timeline.Part::fromMicros, Timeline.Part::micros)
                .contains(tuple(Where.GATEWAY, 2_000L, 17_000L), tuple(Where.WORKSPACE, 5_000L, 10_000L));
        assertThat(timeline.skew()).isEmpty();
        assertThat(request.missing()).noneMatch(sentence -> sentence.contains("gateway"));
    }

    @Test
    void a_gateway_whose_clock_goes_wrong_is_shown_where_it_must_have_been() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", null, null, 0));
        }
        gatewaySaw("r-1", "gw-1", TRACE, NOON.plusSeconds(60), "");

        TracedRequest request = only(trace(new Wanted.ById("gw-1")));

        assertThat(request.timeline().parts())
                .allSatisfy(
                        part -> assertThat(part.fromMicros() + part.micros()).isLessThanOrEqualTo(20_000));
        assertThat(request.missing())
                .anyMatch(sentence -> sentence.contains("clock") && sentence.contains("ms or more"));
    }

    @Test
    void one_that_was_sent_twice_has_both_of_the_gateways_lines() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-2", null, null, 0));
        }
        gatewaySaw("r-1", "gw-1", TRACE, NOON.plusMillis(1), "token_expired");
        gatewaySaw("", "gw-2", TRACE, NOON.plusMillis(19), "");

        assertThat(only(trace(new Wanted.ById("r-1"))).gateway())
                .extracting(GatewayLine::id)
                .containsExactly("gw-1", "gw-2");
    }

    @Test
    void a_line_that_was_changed_or_follows_a_removed_one_is_not_to_be_believed() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", null, null, 0));
            log.append(request("r-2", "gw-2", null, null, 0));
        }
        List<String> lines = text(folder.current());
        lines.set(1, lines.get(1).replace("alice@", "mallory@"));
        write(folder.current(), lines);

        assertThat(only(trace(new Wanted.ById("r-1"))).missing())
                .anyMatch(sentence -> sentence.contains("was changed"));
        assertThat(only(trace(new Wanted.ById("r-2"))).missing())
                .noneMatch(sentence -> sentence.contains("was changed"));
        lines.remove(1);
        write(folder.current(), lines);
        assertThat(only(trace(new Wanted.ById("r-2"))).missing())
                .anyMatch(sentence -> sentence.contains("was changed"));
    }

    @Test
    void an_id_that_the_gateway_alone_knows_is_told_from_its_log() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", null, null, 0));
        }
        gatewaySaw("r-9", "gw-9", "c".repeat(32), NOON, "");

        TracedRequest request = only(trace(new Wanted.ById("gw-9")));

        assertThat(request.local()).isEmpty();
        assertThat(request.requestId()).isEqualTo("r-9");
        assertThat(request.person()).contains("bob@acme.example");
        assertThat(request.missing()).anyMatch(sentence -> sentence.contains("This machine's log has no line of it"));
        assertThat(trace(new Wanted.ById("r-10")).requests()).isEmpty();
        assertThat(trace(new Wanted.ById("r")).requests()).as("a part of an id").isEmpty();
    }

    @Test
    void a_line_that_is_still_on_its_way_into_the_log_is_found_once() throws Exception {
        Path elsewhere = place.resolve("as-killed");
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", null, null, 0));
            log.append(request("r-2", "gw-2", null, null, 0));
            Awaitility.await("the second line")
                    .until(() -> folder.pendingLines().stream()
                            .anyMatch(line -> line.text().contains("\"r-2\"")));
            // what a killed program leaves
            Files.createDirectory(elsewhere);
            for (String file : List.of("audit.pending", "audit.pending2")) {
                Files.copy(folder.path().resolve(file), elsewhere.resolve(file));
            }
        }
        write(
                elsewhere.resolve("audit.jsonl"),
                text(folder.current()).stream()
                        .limit(requests().getFirst().path("n").asLong())
                        .toList());
        folder = new AuditFolder(elsewhere);
        assertThat(text(folder.current())).noneMatch(line -> line.contains("\"r-2\""));

        assertThat(ids(trace(new Wanted.ById("r-1")))).containsExactly("r-1");
        TracedRequest pending = only(trace(new Wanted.Last()));
        assertThat(pending.requestId()).isEqualTo("r-2");
        assertThat(pending.local().orElseThrow().file()).isEqualTo("audit.pending");
        assertThat(pending.local().orElseThrow().isIntact()).isTrue();
    }

    @Test
    void the_machine_is_that_of_the_last_start_before() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(new AuditEvent.Started(NOON, "1", "first", 11, Map.of()));
            log.append(request("r-1", "gw-1", null, null, 0));
            log.append(new AuditEvent.Started(NOON, "1", "second", 12, Map.of()));
            log.append(request("r-2", "gw-2", null, null, 0));
        }

        assertThat(only(trace(new Wanted.ById("r-1"))).host()).contains("first");
        assertThat(only(trace(new Wanted.Last())).host()).contains("second");
        assertThat(only(trace(new Wanted.Last())).requestId()).isEqualTo("r-2");
    }

    @Test
    void all_of_a_trace_come_in_the_order_in_which_they_began() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(request("r-1", "gw-1", TRACE, null, 50));
            log.append(request("r-2", "gw-2", TRACE, null, 10));
            log.append(request("r-3", "gw-3", "d".repeat(32), null, 0));
        }
        gatewaySaw("r-4", "gw-4", TRACE, NOON.plusMillis(40), "");

        assertThat(ids(trace(new Wanted.ById("00-" + TRACE + "-00f067aa0ba902b7-01"))))
                .containsExactly("r-2", "r-4", "r-1");
    }

    @Test
    void whoever_started_a_run_comes_first_and_no_more_than_a_hundred_follow() throws Exception {
        try (AuditLog log = open(settings(20_000, 1_000))) {
            log.append(run("before", "/api/2.0/mlflow/runs/get", RUN));
            log.append(run("started", "/api/2.0/mlflow/runs/create", RUN));
            log.append(run("another", "/api/2.0/mlflow/runs/create", new Run(Run.Kind.MLFLOW, "a".repeat(32))));
            log.append(run("a-job", "/api/2.0/mlflow/runs/create", new Run(Run.Kind.JOB, "17")));
            for (int number = 0; number < 150; number++) {
                log.append(run("r-" + number, "/api/2.0/mlflow/runs/log-metric", RUN));
            }
        }
        assertThat(folder.files()).hasSizeGreaterThan(2);

        Trace trace = trace(new Wanted.OfRun(RUN));

        assertThat(ids(trace)).startsWith("started", "before", "r-0").hasSize(101);
        assertThat(trace.more()).isEqualTo(51);
        assertThat(trace.notes()).isEmpty();
        assertThat(trace(new Wanted.OfRun(new Run(Run.Kind.JOB, "18"))).requests())
                .isEmpty();
    }

    @Test
    void that_the_start_of_a_run_is_not_there_is_said() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(run("r-1", "/api/2.0/mlflow/runs/get", RUN));
        }

        assertThat(trace(new Wanted.OfRun(RUN)).notes())
                .singleElement()
                .asString()
                .contains(RUN.id(), "is not in this machine's log");
    }

    @Test
    void what_can_be_no_id_is_refused() {
        assertThatThrownBy(() -> new Wanted.ById("a b")).hasMessageContaining("X-Request-Id");
        assertThatThrownBy(() -> new Wanted.ById("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Run(Run.Kind.JOB, "x")).hasMessageContaining("digits");
    }

    private static TracedRequest only(Trace trace) {
        assertThat(trace.requests()).hasSize(1);
        return trace.requests().getFirst();
    }

    private static List<String> ids(Trace trace) {
        return trace.requests().stream().map(TracedRequest::requestId).toList();
    }

    private Trace trace(Wanted wanted) throws IOException {
        Path log = place.resolve("gateway.jsonl");
        Files.writeString(log, String.join("\n", gateway));
        return new Tracing(folder, gateway.isEmpty() ? Optional.empty() : Optional.of(log)).trace(wanted);
    }

    /// As a collector would have it, 17 ms of which 10 were the workspace's.
    private void gatewaySaw(String requestId, String id, String trace, Instant ended, String deny) {
        gateway.add("Mar  1 12:00:00 edge haproxy[7]: no JSON");
        gateway.add(String.format(
                Locale.ROOT,
                "Mar  1 12:00:00 edge haproxy[7]: {\"time\":%d,\"rid\":\"%s\",\"prid\":\"%s\",\"trace\":\"00-%s-00f067aa0ba902b7-01\","
                        + "\"user\":\"bob@acme.example\",\"deny\":\"%s\",\"ms\":{\"request\":1,\"queue\":0,\"connect\":2,\"response\":10,\"total\":17},\"status\":200}",
                ended.toEpochMilli(),
                id,
                requestId,
                trace,
                deny));
    }

    private static AuditEntry run(String id, String path, Run run) {
        return new AuditEntry(
                NOON, id, null, "prod", "POST", path, Map.of(), 200, null, null, null, null, null, null, null, null,
                null, run, 0, 0, 0);
    }

    /// 20 ms long.
    private static AuditEntry request(
            String id, String gatewayId, @Nullable String trace, @Nullable Run run, long laterMillis) {
        return new AuditEntry(
                NOON.plusMillis(laterMillis),
                id,
                trace,
                "prod",
                "GET",
                "/api/2.0/clusters/list",
                Map.of(),
                200,
                null,
                null,
                "alice@acme.example",
                null,
                null,
                null,
                gatewayId,
                null,
                null,
                run,
                0,
                0,
                20_000);
    }
}
