package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.audit.AuditEntry.AdmittedBy;
import dev.lakegate.config.Configuration.AuditSettings;
import dev.lakegate.os.peer.LocalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditLogTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AuditSettings ROOMY = new AuditSettings(16_000_000, 10);

    @TempDir
    Path place;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = place.resolve("audit");
    }

    @Test
    void a_line_tells_what_is_known_of_the_request_and_nothing_else() throws Exception {
        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            log.append(new AuditEntry(
                    Instant.parse("2026-03-01T12:00:00.123Z"),
                    "0d9f8c3e-1111-4222-8333-444455556666",
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    "prod",
                    "GET",
                    "/api/2.0/clusters/list",
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
                    12,
                    345,
                    6_789));
        }

        assertThat(folder.resolve("audit.jsonl")).hasContent("""
                {"ts":"2026-03-01T12:00:00.123Z","event":"request","request_id":"0d9f8c3e-1111-4222-8333-444455556666",\
                "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","route":"prod","method":"GET","path":"/api/2.0/clusters/list",\
                "status":200,"person":"alice@acme.example","principal":"alice@acme.example","rule":"default-allow",\
                "node":"node-1","gateway_request_id":"gw-1","admitted_by":"same_user",\
                "client":{"pid":4321,"program":"python3.13"},"bytes_in":12,"bytes_out":345,"duration_us":6789}
                """);
    }

    @Test
    void what_is_not_known_is_left_out() throws Exception {
        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            log.append(new AuditEntry(
                    Instant.EPOCH,
                    "r",
                    null,
                    null,
                    null,
                    null,
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
                    0,
                    0,
                    0));
        }

        assertThat(lines())
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
                                "duration_us"));
    }

    @Test
    void hostile_text_stays_inside_its_line() throws Exception {
        List<String> paths = List.of("/a\"b\\c", "/two\nlines\r", "/\u0000\u001b[31m", "/é/\u2028", "/\ud800", "/😀");
        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            paths.forEach(path -> log.append(entry("x", path)));
        }

        assertThat(lines()).extracting(line -> line.get("path").stringValue()).containsExactlyElementsOf(paths);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folder_and_files_are_the_owners_alone() throws Exception {
        try (AuditLog log = new AuditLog(folder, new AuditSettings(200, 2))) {
            append(log, 5);
        }

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(files())
                .hasSize(3)
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }

    @Test
    void a_full_file_is_rotated_and_no_line_is_lost_or_cut() throws Exception {
        try (AuditLog log = new AuditLog(folder, new AuditSettings(1_000, 50))) {
            append(log, 100);
        }

        assertThat(files())
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(file).content().endsWith("\n").hasSizeLessThanOrEqualTo(1_000));
        assertThat(numbers())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void only_the_configured_number_of_rotated_files_is_kept_and_they_are_the_newest() throws Exception {
        try (AuditLog log = new AuditLog(folder, new AuditSettings(200, 3))) {
            append(log, 20);
        }

        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("audit.jsonl", "audit.1.jsonl", "audit.2.jsonl", "audit.3.jsonl");
        assertThat(numbers()).containsExactly(16, 17, 18, 19);
    }

    @Test
    void a_line_larger_than_a_file_may_be_is_written_all_the_same() throws Exception {
        try (AuditLog log = new AuditLog(folder, new AuditSettings(100, 3))) {
            log.append(entry("big", "/" + "x".repeat(5_000)));
        }

        assertThat(lines()).hasSize(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_restart_goes_on_in_the_same_file_and_counts_what_is_there() throws Exception {
        AuditSettings settings = new AuditSettings(1_000, 10);
        try (AuditLog log = new AuditLog(folder, settings)) {
            append(log, 4);
        }
        assertThat(files()).hasSize(1);
        try (AuditLog log = new AuditLog(folder, settings)) {
            append(log, 4);
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(files())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file).content().hasSizeLessThanOrEqualTo(1_000));
    }

    @Test
    void a_line_half_written_when_the_power_failed_does_not_swallow_the_next() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("audit.jsonl"), "{\"ts\":\"2026-03-0");

        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            append(log, 1);
        }

        List<String> written = Files.readAllLines(folder.resolve("audit.jsonl"));
        assertThat(written).hasSize(2);
        assertThat(JSON.readTree(written.get(1)).get("request_id").stringValue())
                .isEqualTo("0");
    }

    @Test
    void an_interrupted_thread_neither_loses_its_line_nor_closes_the_log() throws Exception {
        try (AuditLog log = new AuditLog(folder, ROOMY)) {
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
        try (AuditLog log = new AuditLog(folder, new AuditSettings(20_000, 1_000))) {
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
        try (AuditLog log = new AuditLog(folder, new AuditSettings(400, 1))) {
            Path inTheWay = Files.createDirectories(folder.resolve("audit.1.jsonl/occupied"));
            append(log, 6);
            assertThat(files(folder.resolve("audit.jsonl"))).hasSize(1);
            assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5);

            Files.delete(inTheWay);
            append(log, 8);
        }

        assertThat(folder.resolve("audit.1.jsonl")).isRegularFile();
        assertThat(numbers()).endsWith(7);
    }

    @Test
    void a_full_disk_is_told_to_the_caller() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no full disk to try");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("audit.jsonl"), full);

        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> log.append(entry("lost", "/")))
                    .withMessageContaining("audit.jsonl");
        }
    }

    @Test
    void once_the_disk_has_room_again_lines_are_kept_again() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no full disk to try");
        Files.createDirectories(folder);
        Path file = Files.createSymbolicLink(folder.resolve("audit.jsonl"), full);

        try (AuditLog log = new AuditLog(folder, ROOMY)) {
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> log.append(entry("lost", "/")));
            Files.delete(file);
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0);
    }

    private static void append(AuditLog log, int count) {
        for (int number = 0; number < count; number++) {
            log.append(entry(String.valueOf(number), "/"));
        }
    }

    private static AuditEntry entry(String id, String path) {
        return new AuditEntry(
                Instant.EPOCH,
                id,
                null,
                "prod",
                "GET",
                path,
                200,
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
                0);
    }

    /// From the oldest file to the newest.
    private List<Integer> numbers() throws IOException {
        return lines().stream()
                .map(line -> Integer.parseInt(line.get("request_id").stringValue()))
                .toList();
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private List<Path> files() throws IOException {
        return files(folder);
    }

    /// The oldest first: the one with the highest number.
    private static List<Path> files(Path start) throws IOException {
        try (Stream<Path> entries = Files.walk(start, 1)) {
            return entries.filter(Files::isRegularFile)
                    .sorted((left, right) -> Integer.compare(age(right), age(left)))
                    .toList();
        }
    }

    private static int age(Path file) {
        String digits = file.getFileName().toString().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
