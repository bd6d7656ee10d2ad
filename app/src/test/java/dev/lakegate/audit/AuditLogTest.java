package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.audit.run.Run;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.peer.LocalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AuditLogTest extends WithAuditLog {
    @Test
    void a_line_tells_what_is_known_of_the_request_and_nothing_else() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(new AuditEntry(
                    Instant.parse("2026-03-01T12:00:00.123Z"),
                    "0d9f8c3e-1111-4222-8333-444455556666",
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    "prod",
                    "GET",
                    "/api/2.0/clusters/list",
                    Map.of("page_size", "7"),
                    200,
                    null,
                    null,
                    "alice@acme.example",
                    "alice@acme.example",
                    "default-allow",
                    "node-1",
                    "gw-1",
                    AdmittedBy.SAME_USER,
                    new LocalProgram(4321, "python3.13"),
                    new Run(Run.Kind.MLFLOW, "0af7651916cd43dd8448eb211c80319c"),
                    12,
                    345,
                    6_789));
        }

        assertThat(text(folder.current()).getLast()).matches("""
                \\{"ts":"2026-03-01T12:00:00.123Z","event":"request","request_id":"0d9f8c3e-1111-4222-8333-444455556666",\
                "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","route":"prod","method":"GET","path":"/api/2.0/clusters/list",\
                "query":\\{"page_size":"7"},"status":200,"person":"alice@acme.example","principal":"alice@acme.example",\
                "rule":"default-allow","node":"node-1","gateway_request_id":"gw-1","admitted_by":"same_user",\
                "client":\\{"pid":4321,"program":"python3.13"},\
                "mlflow_run":"0af7651916cd43dd8448eb211c80319c","bytes_in":12,"bytes_out":345,"duration_us":6789,\
                "n":2,"hash":"[0-9a-f]{64}"}""");
    }

    @Test
    void what_is_not_known_is_left_out() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(new AuditEntry(
                    Instant.EPOCH,
                    "r",
                    null,
                    null,
                    null,
                    null,
                    Map.of(),
                    400,
                    "bad_request",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    0,
                    0,
                    0));
        }

        assertThat(requests())
                .singleElement()
                .satisfies(line -> assertThat(line.propertyNames())
                        .containsExactly(
                                "ts",
                                "event",
                                "request_id",
                                "status",
                                "problem",
                                "bytes_in",
                                "bytes_out",
                                "duration_us",
                                "n",
                                "hash"));
    }

    @Test
    void hostile_text_stays_inside_its_line() throws Exception {
        List<String> paths = List.of("/a\"b\\c", "/two\nlines\r", "/\u0000\u001b[31m", "/é/\u2028", "/\ud800", "/😀");
        try (AuditLog log = open(ROOMY)) {
            paths.forEach(path -> log.append(entry("x", path)));
        }

        assertThat(requests())
                .extracting(line -> line.get("path").stringValue())
                .containsExactlyElementsOf(paths);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are the profile folder's there")
    void folder_and_files_are_the_owners_alone() throws Exception {
        try (AuditLog log = open(settings(200, 2))) {
            append(log, 5);
        }

        assertThat(permissions(folder.path())).isEqualTo("rwx------");
        assertThat(folder.files())
                .hasSize(3)
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }

    @Test
    @Timeout(20)
    void a_line_that_comes_while_another_is_written_waits_for_nobody_and_is_written_next() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> slow = new AtomicReference<>();
        AuditLog log = new AuditLog(folder, settings(16_000_000, 5), () -> {
            if (Thread.currentThread().equals(slow.get())) {
                writing.countDown();
                await(goesOn);
            }
            return now;
        });
        Thread first = Thread.ofPlatform().unstarted(() -> log.append(entry("1", "/first")));
        slow.set(first);
        first.start();
        writing.await();

        log.append(entry("2", "/second"));
        goesOn.countDown();
        first.join();
        log.close();

        assertThat(requests())
                .extracting(line -> line.get("path").stringValue())
                .containsExactly("/first", "/second");
    }

    @Test
    void a_line_after_which_none_comes_is_written_all_the_same() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 20_000);
        }

        assertThat(numbers()).hasSize(20_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ending) {
            throw new IllegalStateException(ending);
        }
    }

    @Test
    void a_full_file_is_rotated_and_no_line_is_lost_or_cut() throws Exception {
        try (AuditLog log = open(settings(1_000, 50))) {
            append(log, 100);
        }

        assertThat(folder.files())
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(file).content().endsWith("\n"))
                // a beginning and a seal come to what the setting counts
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(1_000 + 900));
        assertThat(numbers())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void only_the_configured_number_of_earlier_files_is_kept_and_the_log_says_which_are_gone() throws Exception {
        try (AuditLog log = open(settings(200, 3))) {
            append(log, 20);
        }

        assertThat(folder.files()).hasSize(4).last().isEqualTo(folder.current());
        assertThat(numbers()).containsExactly(16, 17, 18, 19);
        assertThat(lines("files_removed").getLast().get("through").asLong())
                .isEqualTo(lines().getFirst().get("n").asLong() - 1);
    }

    @Test
    void what_is_older_than_is_kept_goes_when_a_file_ends() throws Exception {
        AuditSettings month = new AuditSettings(
                16_000_000, Duration.ofDays(30), 1_000, 1_000_000_000, OnFailure.SERVE, List.of(), true);
        try (AuditLog log = open(month)) {
            for (int day = 0; day < 40; day++) {
                append(log, entry(String.valueOf(day), "/"));
                now = now.plus(Duration.ofDays(1));
                for (Path file : folder.files()) {
                    if (!file.equals(folder.current()) && age(file) < 0) {
                        Files.setLastModifiedTime(file, FileTime.from(now));
                    }
                }
            }
        }

        assertThat(numbers()).hasSizeBetween(30, 33).endsWith(38, 39);
    }

    /// Files are of today, and the log's day is long past: what counts is when this test's day was.
    private long age(Path file) throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), NOON.plus(Duration.ofDays(100)))
                .toMillis();
    }

    @Test
    void no_more_than_so_much_is_kept() throws Exception {
        AuditSettings little =
                new AuditSettings(1_000, Duration.ofDays(90), 1_000, 6_000, OnFailure.SERVE, List.of(), true);
        try (AuditLog log = open(little)) {
            append(log, 100);
        }

        long bytes = 0;
        for (Path file : folder.files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(4_000L, 8_000L);
        assertThat(numbers()).endsWith(98, 99);
    }

    @Test
    void each_day_has_a_file_of_its_own_named_by_it() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
            now = NOON.plus(Duration.ofDays(1));
            append(log, 1);
        }

        assertThat(folder.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("audit-20260301-0000000001.jsonl", "audit.jsonl");
        assertThat(text(folder.current())).hasSize(2);
        assertThat(text(folder.current()).getFirst())
                .contains(lines("seal").getFirst().get("hash").stringValue());
    }

    @Test
    void a_clock_that_goes_back_begins_no_day() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
            now = NOON.minus(Duration.ofDays(1));
            append(log, 1);
        }

        assertThat(folder.files()).hasSize(1);
    }

    @Test
    void a_line_larger_than_a_file_may_be_is_written_all_the_same() throws Exception {
        try (AuditLog log = open(settings(100, 3))) {
            log.append(entry("big", "/" + "x".repeat(5_000)));
        }

        assertThat(requests()).hasSize(1);
        assertThat(folder.files()).hasSize(1);
    }

    @Test
    void a_restart_goes_on_in_the_same_file_and_counts_what_is_there() throws Exception {
        AuditSettings settings = settings(1_000, 10);
        try (AuditLog log = open(settings)) {
            append(log, 4);
        }
        assertThat(folder.files()).hasSize(1);
        try (AuditLog log = open(settings)) {
            append(log, 4);
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(folder.files()).hasSize(2);
    }

    @Test
    void an_interrupted_thread_neither_loses_its_line_nor_closes_the_log() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            Thread.currentThread().interrupt();
            append(log, 2);
            assertThat(Thread.interrupted()).isTrue();
            log.append(entry("2", "/"));
        }

        assertThat(numbers()).containsExactly(0, 1, 2);
    }

    @Test
    void lines_of_many_threads_never_run_into_each_other() throws Exception {
        int threads = 16;
        int each = 100;
        List<Thread> running = new ArrayList<>();
        try (AuditLog log = open(settings(20_000, 1_000))) {
            for (int number = 0; number < threads; number++) {
                int first = number * each;
                running.add(Thread.ofVirtual()
                        .start(() -> IntStream.range(first, first + each)
                                .forEach(id -> log.append(entry(String.valueOf(id), "/" + "p".repeat(id % 300))))));
            }
            for (Thread thread : running) {
                thread.join();
            }
        }

        assertThat(numbers())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, threads * each).boxed().toList());
    }

    @Test
    void a_file_that_cannot_be_rotated_serves_on_and_is_rotated_once_it_can_be() throws Exception {
        try (AuditLog log = open(settings(400, 10))) {
            Path inTheWay = Files.createDirectories(folder.path().resolve("audit-20260301-0000000001.jsonl/occupied"));
            append(log, 6);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(text(folder.current()))
                            .filteredOn(line -> line.contains("request_id"))
                            .hasSize(6));

            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            append(log, 8);
        }

        assertThat(folder.path().resolve("audit-20260301-0000000001.jsonl")).isRegularFile();
        assertThat(numbers()).startsWith(0, 1, 2, 3, 4, 5, 0).endsWith(7);
    }

    @Test
    void two_programs_do_not_write_one_log() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(ROOMY))
                    .withMessageContaining("another program");
            append(log, 1);
        }
        open(ROOMY).close();

        assertThat(numbers()).containsExactly(0);
    }

    @Test
    void a_command_alone_adds_its_line_to_the_same_chain() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }
        new OccasionalTrail(folder, ROOMY, () -> now)
                .append(new AuditEvent.SignedOut(NOON, "acme", "alice@acme.example"));

        assertThat(lines()).extracting(line -> line.get("n").asLong()).containsExactly(1L, 2L, 3L);
        assertThat(lines("sign_out").getFirst().get("person").stringValue()).isEqualTo("alice@acme.example");
    }

    @Test
    void what_a_request_came_to_has_three_names() {
        assertThat(ended(null, null, "gw-1")).isEqualTo("request");
        assertThat(ended("signed_out", null, "gw-1")).as("broken off").isEqualTo("request");
        assertThat(ended("client_gone", null, null)).isEqualTo("request");
        assertThat(ended("local_key_wrong", null, null)).isEqualTo("refusal");
        assertThat(ended(null, "denied_by_policy", "gw-1")).isEqualTo("denial");
        assertThat(ended("stronger_sign_in_needed", "insufficient_user_authentication", "gw-1"))
                .isEqualTo("denial");
    }

    private static String ended(@Nullable String problem, @Nullable String denial, @Nullable String gatewayId) {
        return new AuditEntry(
                        NOON, "r", null, "prod", "GET", "/", Map.of(), 200, problem, denial, null, null, null, null,
                        gatewayId, null, null, null, 0, 0, 0)
                .name();
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
