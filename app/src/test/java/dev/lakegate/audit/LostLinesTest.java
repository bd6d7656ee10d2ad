package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.audit.verify.Flaw;
import dev.lakegate.audit.verify.Verification;
import dev.lakegate.audit.verify.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Full disks, and machines that fail in the middle of a line.
class LostLinesTest extends WithAuditLog {

    @Test
    void lines_that_a_full_disk_has_no_room_for_wait_and_are_written_when_there_is_room_again() throws Exception {
        fullDisk();
        try (AuditLog log = open(ROOMY)) {
            append(log, 3);
            assertThat(log.mayServe()).as("the default is to serve").isTrue();
            Files.delete(folder.current());
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 0);
        assertThat(lines("lost")).isEmpty();
        assertRight();
    }

    @Test
    void more_lines_than_can_wait_are_counted_and_told_when_there_is_room_again() throws Exception {
        fullDisk();
        try (AuditLog log = open(ROOMY)) {
            for (int number = 0; number < 10; number++) {
                append(log, entry(String.valueOf(number), "/" + "x".repeat(MappedLines.CAPACITY * 2 / 5)));
            }
            Files.delete(folder.current());
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 0);
        assertThat(lines("lost")).singleElement().satisfies(line -> {
            assertThat(line.get("count").asLong()).isEqualTo(8);
            assertThat(line.get("first").stringValue()).isEqualTo(NOON.toString());
            assertThat(line.get("reason").stringValue()).contains("No space left");
        });
        assertRight();
    }

    @Test
    void where_the_configuration_wants_it_nothing_is_served_until_lines_are_kept_again() throws Exception {
        fullDisk();
        try (AuditLog log = open(refusing())) {
            assertThat(log.mayServe()).isFalse();
            append(log, 1);
            assertThat(log.mayServe()).isFalse();

            Files.delete(folder.current());
            assertThat(log.mayServe()).isTrue();
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 0);
        assertRight();
    }

    /// Part of a line fits, the rest does not; nor does the file for lines that wait, so that each is written at once.
    @Test
    void a_disk_that_fills_up_in_the_middle_of_a_line_leaves_no_part_of_it() throws Exception {
        Path disk = Files.createDirectory(place.resolve("disk"));
        assumeTrue(isMounted(disk), "no small file system can be mounted here");
        try {
            folder = new AuditFolder(disk.resolve("audit"));
            try (AuditLog log = open(ROOMY)) {
                Path filler = disk.resolve("filler");
                append(log, 1);
                fill(filler);
                int served = 0;
                while (log.mayServe() && served < 50) {
                    log.append(entry(String.valueOf(served), "/" + "x".repeat(1_000)));
                    served++;
                }
                Files.delete(filler);
                append(log, 1);
            }

            assertThat(requests()).hasSize(52);
            assertThat(lines("lost")).isEmpty();
            assertRight();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void lines_that_no_room_was_found_for_until_the_end_are_written_by_the_next_start() throws Exception {
        fullDisk();
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
        }
        Files.delete(folder.current());
        assertThat(numbers()).as("where they wait").containsExactly(0, 1);
        assertRight();

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 0);
        assertThat(folder.pending()).noneMatch(Files::exists);
        assertRight();
    }

    @Test
    void lines_that_wait_when_the_end_of_the_log_is_removed_are_kept_beside_a_new_chain() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 3);
        }
        List<String> lines = text(folder.current());
        Files.writeString(folder.pending().getFirst(), lines.getLast() + "\n");
        write(folder.current(), lines.subList(0, 2));
        assertThat(verified().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.file()).isEqualTo("audit.pending");
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.OUT_OF_SEQUENCE);
        });

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 2, 0);
        assertThat(lines("file").getLast().get("after").stringValue()).contains("missing");
        assertThat(verified().flaw().orElseThrow().kind()).isEqualTo(Flaw.Kind.OUT_OF_SEQUENCE);
    }

    @Test
    void a_kill_in_the_middle_of_bringing_lines_into_the_file_cuts_none_off() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 5);
        }
        List<String> lines = text(folder.current());
        Files.writeString(folder.pending().getFirst(), String.join("\n", lines.subList(2, 6)) + "\nold\n");
        Files.writeString(
                folder.current(),
                String.join("\n", lines.subList(0, 3)) + "\n" + lines.get(3).substring(0, 20));
        assertRight();

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 0);
        assertThat(lines("cut_off")).isEmpty();
        assertRight();
    }

    @Test
    void a_file_for_waiting_lines_that_another_program_shortens_costs_no_line() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
            for (Path file : folder.pending()) {
                Files.write(file, new byte[0]);
            }
            append(log, 1_000);
        }

        assertThat(numbers()).hasSize(1_001);
        assertRight();
    }

    @Test
    void a_line_cut_off_by_a_crash_is_told_at_the_next_start_and_the_chain_goes_on() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
        }
        Files.writeString(folder.current(), "{\"ts\":\"2026-03-0", StandardOpenOption.APPEND);

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 0);
        assertThat(lines("cut_off")).singleElement().satisfies(line -> {
            assertThat(line.get("bytes").asLong()).isEqualTo(16);
            assertThat(line.get("text").stringValue()).isEqualTo("{\"ts\":\"2026-03-0");
        });
        assertRight();
    }

    @Test
    void a_restart_goes_on_after_lines_that_are_longer_than_what_it_reads_of_a_files_end() throws Exception {
        String path = "/" + "x".repeat(100_000);
        for (int start = 0; start < 2; start++) {
            try (AuditLog log = open(ROOMY)) {
                append(log, 2);
                log.append(entry("2", path));
                log.append(entry("3", path));
            }
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(folder.files()).hasSize(1);
        assertRight();
    }

    @Test
    void more_than_any_line_after_the_last_is_damage_and_is_set_aside_with_the_lines_before_it() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
        }
        Files.write(folder.current(), new byte[17 << 20], StandardOpenOption.APPEND);

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(folder.files()).hasSize(2);
        assertThat(text(folder.current()).getFirst()).contains("its last line is damaged");
    }

    @Test
    void a_first_line_cut_off_is_told_too() throws Exception {
        Files.createDirectories(folder.path());
        Files.writeString(folder.current(), "{\"ts\":\"2026-03-0");

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(lines("cut_off")).hasSize(1);
        assertRight();
    }

    @Test
    void a_crash_between_two_files_leaves_no_hole() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
        }
        folder.setAside(LocalDate.of(2026, 3, 1), 1);

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(folder.files()).hasSize(2);
        assertRight();
    }

    private void fullDisk() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no full disk to try");
        Files.createDirectories(folder.path());
        Files.createSymbolicLink(folder.current(), full);
    }

    private static boolean isMounted(Path disk) throws Exception {
        return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0;
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }

    private void assertRight() throws IOException {
        assertThat(verified().flaw()).isEmpty();
    }

    private Verified verified() throws IOException {
        return new Verification(folder, Optional.empty()).verify(Optional.empty());
    }
}
