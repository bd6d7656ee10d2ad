package dev.lakegate.audit.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditEntry;
import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.audit.activity.Filter.Ending;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.os.peer.LocalProgram;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The requests of a real audit log, looked at while it grows.
class ActivityTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path folder;

    private AuditFolder audit;

    @BeforeEach
    void anAuditFolder() {
        audit = AuditFolder.in(folder);
    }

    @Test
    void requests_are_rows_in_the_order_of_the_log() throws Exception {
        try (AuditLog log = log(16_000_000);
                Activity activity = new Activity(audit)) {
            log.append(request("a", "prod", "/api/one", 200, null, 1_000));
            log.append(request("b", "dev", "/api/two", 403, "rule_denied", 2_000));

            Rows rows = awaited(activity, 2);

            Row second = rows.row(1).orElseThrow();
            assertThat(rows.row(0).orElseThrow().path()).isEqualTo("/api/one");
            assertThat(second.requestId()).isEqualTo("b");
            assertThat(second.program()).isEqualTo("python3 (42)");
            assertThat(second.problem()).isEqualTo("rule_denied");
            assertThat(second.isDenial()).isTrue();
            assertThat(second.seenAs()).isEqualTo("alice@acme.example");
            assertThat(second.durationMicros()).isEqualTo(2_000);
        }
    }

    @Test
    void a_file_that_is_given_its_lasting_name_meanwhile_is_neither_read_twice_nor_lost() throws Exception {
        try (AuditLog log = log(2_000);
                Activity activity = new Activity(audit)) {
            for (int number = 0; number < 40; number++) {
                log.append(request("r" + number, "prod", "/api/" + number, 200, null, 1_000));
                if (number % 7 == 0) {
                    var _ = activity.readOn();
                }
            }

            Rows rows = awaited(activity, 40);

            assertThat(audit.files()).hasSizeGreaterThan(3);
            assertThat(IntStream.range(0, rows.size())
                            .mapToObj(index -> rows.row(index).orElseThrow().requestId()))
                    .containsExactlyElementsOf(IntStream.range(0, 40)
                            .mapToObj(number -> "r" + number)
                            .toList());
        }
    }

    @Test
    void a_row_whose_file_is_kept_no_longer_is_empty_where_it_was_not_open() throws Exception {
        try (Activity activity = new Activity(audit)) {
            write(1);
            var _ = activity.readOn();
            Rows rows = activity.rows();
            Files.writeString(audit.current(), "");

            assertThat(rows.row(0)).isEmpty();
        }
    }

    @Test
    void a_filter_lets_through_what_has_all_its_words_and_ended_so() throws Exception {
        try (AuditLog log = log(16_000_000);
                Activity activity = new Activity(audit)) {
            log.append(request("a", "prod", "/api/jobs", 200, null, 1_000));
            log.append(request("b", "dev", "/api/jobs", 403, "rule_denied", 2_000));
            log.append(request("c", "prod", "/api/jobs", 500, null, 2_000));
            Rows rows = awaited(activity, 3);

            assertThat(ids(rows.matching(new Filter("JOBS python", "", Ending.ANY))))
                    .containsExactly("a", "b", "c");
            assertThat(ids(rows.matching(new Filter("jobs nothing", "", Ending.ANY))))
                    .isEmpty();
            assertThat(ids(rows.matching(new Filter("", "prod", Ending.ANY)))).containsExactly("a", "c");
            assertThat(ids(rows.matching(new Filter("", "", Ending.ANSWERED)))).containsExactly("a");
            assertThat(ids(rows.matching(new Filter("", "", Ending.FAILED)))).containsExactly("b", "c");
            assertThat(ids(rows.matching(new Filter("", "", Ending.DENIED)))).containsExactly("b");
        }
    }

    @Test
    void figures_count_by_when_a_request_began() throws Exception {
        try (AuditLog log = log(16_000_000);
                Activity activity = new Activity(audit)) {
            log.append(requestAt(NOON.minusSeconds(45), 200, 1_000));
            log.append(requestAt(NOON.minusSeconds(4), 200, 8_000));
            log.append(requestAt(NOON.minusSeconds(3), 404, 8_000));
            log.append(requestAt(NOON.minusSeconds(2), 0, 8_000));
            // as far from noon within its hour as another
            log.append(requestAt(NOON.minusSeconds(4).minus(Duration.ofHours(3)), 500, 8_000));
            var _ = awaited(activity, 5);

            List<Step> hour = activity.hour().steps(NOON);
            List<Step> day = activity.day().steps(NOON);

            assertThat(hour).hasSize(120);
            Step last = hour.get(118);
            assertThat(last.from()).isEqualTo(NOON.minusSeconds(30));
            assertThat(last.byClass()).containsExactly(1, 0, 1, 0, 1, 0);
            assertThat(last.p50Micros()).isBetween(8_000L, 9_600L);
            assertThat(last.bytesOut()).isEqualTo(3 * 512);
            assertThat(hour.stream().mapToInt(Step::requests).sum()).isEqualTo(4);
            assertThat(day.stream().mapToInt(Step::requests).sum()).isEqualTo(5);
            assertThat(activity.routes(NOON).getOrDefault("prod", List.of()).stream()
                            .mapToInt(Step::requests)
                            .sum())
                    .isEqualTo(4);
        }
    }

    @Test
    void an_index_is_of_the_same_request_as_long_as_rows_begin_alike() throws Exception {
        write(10);
        try (Activity activity = new Activity(audit);
                Activity anew = new Activity(audit)) {
            var _ = activity.readOn();
            Rows before = activity.rows();
            write(20);
            var _ = activity.readOn();
            var _ = anew.readOn();

            assertThat(activity.rows().size()).isEqualTo(20);
            assertThat(activity.rows().beginsLike(before)).isTrue();
            assertThat(anew.rows().beginsLike(before)).isFalse();
            assertThat(before.matching(Filter.NONE).beginsLike(before)).isFalse();
        }
    }

    /// 120 MB of log; their places are 8 MB.
    @Test
    void of_more_than_a_million_the_newest_million_are_kept() throws Exception {
        write(1_005_000);
        try (Activity activity = new Activity(audit)) {
            var _ = activity.readOn();
            Rows rows = activity.rows();

            assertThat(rows.size()).isBetween(Activity.MOST - Rows.SEGMENT, Activity.MOST);
            assertThat(rows.row(rows.size() - 1).orElseThrow().requestId()).isEqualTo("1005000");
            assertThat(Long.parseLong(rows.row(0).orElseThrow().requestId())).isEqualTo(1_005_000 - rows.size() + 1);
        }
    }

    private void write(int requests) throws IOException {
        Files.createDirectories(audit.path());
        String hash = "0".repeat(64);
        try (BufferedWriter out = Files.newBufferedWriter(audit.current())) {
            for (int number = 1; number <= requests; number++) {
                out.write("{\"ts\":\"2026-11-28T12:00:00Z\",\"request_id\":\"" + number + "\",\"status\":200,\"n\":"
                        + number + ",\"hash\":\"" + hash + "\"}\n");
            }
        }
    }

    private AuditLog log(long fileBytes) throws Exception {
        AuditSettings settings = new AuditSettings(
                fileBytes, Duration.ofDays(90), 1_000, 1_000_000_000, OnFailure.SERVE, List.of(), true);
        return new AuditLog(audit, settings, InstantSource.fixed(NOON));
    }

    private static Rows awaited(Activity activity, int requests) {
        return Awaitility.await()
                .until(
                        () -> {
                            var _ = activity.readOn();
                            return activity.rows();
                        },
                        rows -> rows.size() == requests);
    }

    private static List<String> ids(Rows rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(index -> rows.row(index).orElseThrow().requestId())
                .toList();
    }

    private static AuditEntry request(
            String id, String route, String path, int status, @Nullable String denial, long micros) {
        return entry(NOON, id, route, path, status, denial, micros);
    }

    private static AuditEntry requestAt(Instant at, int status, long micros) {
        return entry(at, "x", "prod", "/", status, null, micros);
    }

    private static AuditEntry entry(
            Instant at, String id, String route, String path, int status, @Nullable String denial, long micros) {
        return new AuditEntry(
                at,
                id,
                "0af7651916cd43dd8448eb211c80319c",
                route,
                "GET",
                path,
                Map.of(),
                status,
                null,
                denial,
                "alice@acme.example",
                "alice@acme.example",
                "everyone",
                "node-1",
                "g-" + id,
                AdmittedBy.KEY,
                new LocalProgram(42, "python3"),
                null,
                64,
                512,
                micros);
    }
}
