package dev.lakegate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.Head;
import dev.lakegate.audit.SealingKey;
import dev.lakegate.audit.WithAuditLog;
import dev.lakegate.audit.verify.Flaw.Kind;
import dev.lakegate.keystore.TestKeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What becomes of a log that somebody has laid hands on.
class VerificationTest extends WithAuditLog {
    private final SealingKey key = SealingKey.inMemory();
    private final List<String> gatewayLog = new ArrayList<>();

    @Test
    void a_log_as_it_was_written_is_right_from_the_first_line_to_the_last() throws Exception {
        threeFiles();

        Verified verified = verify();

        assertThat(verified.flaw()).isEmpty();
        assertThat(verified.files()).hasSize(3);
        assertThat(verified.lines()).isEqualTo(lines().size());
        assertThat(verified.first()).isEqualTo(NOON.toString());
        assertThat(verified.seals())
                .singleElement()
                .satisfies(seals ->
                        assertThat(seals.count()).isEqualTo(lines("seal").size()))
                .satisfies(seals -> assertThat(seals.key()).isEqualTo(key.publicKey()));
    }

    @Test
    void lines_that_no_seal_covers_yet_are_counted_in_a_note() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 2);
            assertThat(verify().notes()).anyMatch(note -> note.endsWith("no seal covers yet: 3"));
            log.sealWith(key);
            assertThat(verify().notes()).noneMatch(note -> note.contains("no seal covers yet"));
            append(log, 1);
            assertThat(verify().notes()).anyMatch(note -> note.endsWith("no seal covers yet: 1"));
        }
        assertThat(verify().notes()).noneMatch(note -> note.contains("no seal covers yet"));
    }

    @Test
    void a_log_over_several_starts_is_one_chain() throws Exception {
        threeFiles();
        open(ROOMY).close();
        threeFiles();

        assertThat(verify().flaw()).isEmpty();
        assertThat(lines().getLast().get("n").asLong()).isEqualTo(lines().size());
    }

    @Test
    void there_may_be_no_log_yet() throws Exception {
        assertThat(verify().flaw()).isEmpty();
        assertThat(verify().files()).isEmpty();
    }

    @Test
    void a_changed_line_is_named_wherever_it_stands() throws Exception {
        threeFiles();
        for (Path file : folder.files()) {
            List<String> before = text(file);
            for (int line = 0; line < before.size(); line++) {
                List<String> changed = new ArrayList<>(before);
                changed.set(line, before.get(line).replaceFirst("\"ts\":\"2026", "\"ts\":\"2025"));
                write(file, changed);

                assertFlaw(file, line + 1, Kind.CHANGED);
            }
            write(file, before);
        }
        assertThat(verify().flaw()).isEmpty();
    }

    @Test
    void a_byte_changed_anywhere_in_a_line_is_noticed() throws Exception {
        threeFiles();
        Path file = folder.files().get(1);
        List<String> before = text(file);
        String line = before.get(3);
        for (int at = 0; at < line.length(); at++) {
            List<String> changed = new ArrayList<>(before);
            char other = line.charAt(at) == '0' ? '1' : '0';
            changed.set(3, line.substring(0, at) + other + line.substring(at + 1));
            write(file, changed);

            assertThat(verify().flaw())
                    .as(changed.get(3))
                    .hasValueSatisfying(flaw -> assertThat(flaw.line()).isEqualTo(4));
        }
    }

    @Test
    void a_removed_line_is_noticed_where_it_stood() throws Exception {
        threeFiles();
        Path file = folder.files().get(1);
        List<String> fewer = text(file);
        fewer.remove(3);
        write(file, fewer);

        assertFlaw(file, 4, Kind.OUT_OF_SEQUENCE);
    }

    @Test
    void lines_that_have_changed_places_are_noticed_at_the_first_of_them() throws Exception {
        threeFiles();
        Path file = folder.files().getFirst();
        List<String> moved = text(file);
        Collections.swap(moved, 2, 4);
        write(file, moved);

        assertFlaw(file, 3, Kind.OUT_OF_SEQUENCE);
    }

    @Test
    void a_line_put_in_is_noticed() throws Exception {
        threeFiles();
        Path file = folder.files().getFirst();
        List<String> more = text(file);
        more.add(4, more.get(2));
        write(file, more);
        assertFlaw(file, 5, Kind.OUT_OF_SEQUENCE);

        more.set(4, "{\"event\":\"request\"}");
        write(file, more);
        assertFlaw(file, 5, Kind.NO_LINE);
    }

    @Test
    void a_line_cut_off_is_noticed() throws Exception {
        threeFiles();
        byte[] all = Files.readAllBytes(folder.current());
        Files.write(folder.current(), Arrays.copyOf(all, all.length - 30));

        assertFlaw(folder.current(), text(folder.current()).size(), Kind.CUT_OFF);
    }

    @Test
    void a_file_that_lost_its_end_is_noticed_at_the_beginning_of_the_next() throws Exception {
        threeFiles();
        Path file = folder.files().get(1);
        List<String> all = text(file);
        write(file, all.subList(0, all.size() - 2));

        assertFlaw(folder.files().get(2), 1, Kind.OUT_OF_SEQUENCE);
    }

    @Test
    void a_file_that_is_gone_is_noticed() throws Exception {
        threeFiles();
        Files.delete(folder.files().get(1));
        assertFlaw(folder.files().get(1), 1, Kind.OUT_OF_SEQUENCE);

        Files.delete(folder.files().getFirst());
        assertThat(verify().flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw.kind()).isEqualTo(Kind.FILES_GONE));
    }

    @Test
    void files_that_are_kept_no_longer_are_no_flaw() throws Exception {
        try (AuditLog log = open(settings(600, 2))) {
            append(log, 20);
        }

        assertThat(lines().getFirst().get("n").asLong()).isGreaterThan(1);
        assertThat(verify().flaw()).isEmpty();
    }

    @Test
    void a_seal_by_another_key_than_the_key_stores_is_noticed() throws Exception {
        SealingKey kept = SealingKey.keptIn(new TestKeyStore());
        try (AuditLog log = open(ROOMY)) {
            log.sealWith(kept);
            append(log, 1);
        }

        assertThat(new Verification(folder, Optional.of(kept.publicKey()))
                        .verify(Optional.empty())
                        .flaw())
                .isEmpty();
        assertThat(new Verification(folder, Optional.of(key.publicKey()))
                        .verify(Optional.empty())
                        .flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw.kind()).isEqualTo(Kind.SEAL_OF_ANOTHER))
                .hasValueSatisfying(flaw -> assertThat(flaw.line()).isEqualTo(2));
    }

    /// Whoever can write the file and knows how it is made, but has not the key.
    @Test
    void a_history_made_anew_without_the_key_has_a_broken_seal() throws Exception {
        threeFiles();
        String seal = lines("seal").getFirst().toString();
        AuditFolder forged = new AuditFolder(place.resolve("forged"));
        try (AuditLog log = new AuditLog(forged, ROOMY, () -> now)) {
            append(log, 3);
        }
        JsonNode old = lines("seal").getFirst();
        AuditFolder before = folder;
        folder = forged;
        try (AuditLog log = open(ROOMY)) {
            append(
                    log,
                    new AuditEvent.Sealed(
                            NOON,
                            "file",
                            old.get("key").stringValue(),
                            "Test Store",
                            old.get("signature").stringValue()));
        }
        assertThat(seal).contains(lines("seal").getFirst().get("signature").stringValue());

        assertFlaw(forged.current(), 5, Kind.SEAL_BROKEN);
        folder = before;
    }

    @Test
    void the_gateway_log_and_a_right_log_agree() throws Exception {
        List<Head> heads = threeFiles();
        heads.forEach(head -> gatewaySaw(head, ""));

        Verified verified = verifyWithGateway();

        assertThat(verified.flaw()).isEmpty();
        assertThat(verified.heads()).isEqualTo(heads.size());
    }

    /// By its owner, who has the key.
    @Test
    void a_history_made_anew_is_found_out_by_the_gateways_log_at_the_first_line_that_it_saw() throws Exception {
        List<Head> heads = threeFiles();
        heads.forEach(head -> gatewaySaw(head, ""));
        List<JsonNode> wanted = requests();
        String begin = text(folder.files().getFirst()).getFirst();
        for (Path file : folder.files()) {
            Files.delete(file);
        }
        // the first line may stay as it was, so that the chain has its old name
        Files.writeString(folder.current(), begin + "\n");
        try (AuditLog log = open(ROOMY)) {
            log.sealWith(key);
            wanted.forEach(line -> append(log, entry(line.get("request_id").stringValue(), "/innocent")));
        }
        assertThat(verify().flaw()).as("without the gateway's log").isEmpty();

        assertThat(verifyWithGateway().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Kind.GATEWAY_SAW_ANOTHER);
            assertThat(flaw.line()).isEqualTo(heads.getFirst().number());
            assertThat(flaw.reason()).contains("haproxy.log, line 1");
        });
    }

    @Test
    void lines_taken_off_the_end_are_missed_by_the_gateways_log() throws Exception {
        List<Head> heads = threeFiles();
        heads.forEach(head -> gatewaySaw(head, ""));
        List<String> all = text(folder.current());
        write(folder.current(), all.subList(0, 1));
        assertThat(verify().flaw()).as("without the gateway's log").isEmpty();

        assertThat(verifyWithGateway().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Kind.GATEWAY_SAW_MORE);
            assertThat(flaw.file()).isEqualTo("haproxy.log");
        });
    }

    @Test
    void a_request_that_the_gateway_served_and_no_line_tells_of_is_named() throws Exception {
        List<Head> heads = threeFiles();
        gatewaySaw(heads.getFirst(), "0");
        assertThat(verifyWithGateway().flaw()).isEmpty();

        gatewaySaw(heads.getFirst(), "one-that-was-cut-out");

        assertThat(verifyWithGateway().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Kind.REQUEST_UNTOLD);
            assertThat(flaw.line()).isEqualTo(2);
            assertThat(flaw.reason()).contains("one-that-was-cut-out");
        });
    }

    @Test
    void a_request_under_way_when_the_program_was_killed_is_told_and_no_flaw() throws Exception {
        AuditEvent.Started start = new AuditEvent.Started(NOON, "1", "laptop-7", 1, Map.of());
        try (AuditLog log = open(ROOMY)) {
            append(log, start);
            gatewaySaw(Objects.requireNonNull(log.head()), "under-way");
        }
        try (AuditLog log = open(ROOMY)) {
            append(log, start);
        }

        Verified verified = verifyWithGateway();

        assertThat(verified.flaw()).isEmpty();
        assertThat(verified.notes()).anyMatch(note -> note.contains("under-way"));
    }

    @Test
    void a_request_under_way_is_no_flaw_before_the_next_start_either_and_one_once_the_program_has_ended_in_good_order()
            throws Exception {
        AuditEvent.Started start = new AuditEvent.Started(NOON, "1", "laptop-7", 1, Map.of());
        try (AuditLog log = open(ROOMY)) {
            append(log, start);
            gatewaySaw(Objects.requireNonNull(log.head()), "under-way");
        }

        assertThat(verifyWithGateway().flaw()).isEmpty();
        assertThat(verifyWithGateway().notes()).anyMatch(note -> note.contains("under-way"));

        try (AuditLog log = open(ROOMY)) {
            append(log, new AuditEvent.Stopped(NOON));
        }
        assertThat(verifyWithGateway().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Kind.REQUEST_UNTOLD);
            assertThat(flaw.file()).isEqualTo("haproxy.log");
        });
    }

    @Test
    void a_request_that_a_program_did_not_tell_of_though_it_has_gone_on_writing_is_a_flaw() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, new AuditEvent.Started(NOON, "1", "laptop-7", 1, Map.of()));
            gatewaySaw(Objects.requireNonNull(log.head()), "kept-back");
            append(log, new AuditEvent.SignedOut(Instant.now().plus(Duration.ofMinutes(2)), "acme", "alice"));
        }

        assertThat(verifyWithGateway().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Kind.REQUEST_UNTOLD);
            assertThat(flaw.reason()).contains("kept-back");
        });
    }

    @Test
    void other_peoples_chains_in_the_gateways_log_are_counted_and_no_flaw() throws Exception {
        threeFiles();
        gatewaySaw(new Head("0123456789abcdef", 1_000_000, "f".repeat(64)), "theirs");
        gatewayLog.add("a line that is none of HAProxy's");
        gatewayLog.add("{\"audit_head\":\"\",\"prid\":\"x\"}");
        gatewayLog.add("{\"audit_head\": cut");

        Verified verified = verifyWithGateway();

        assertThat(verified.flaw()).isEmpty();
        assertThat(verified.notes()).anyMatch(note -> note.contains("0123456789abcdef"));
    }

    @Test
    void a_log_whose_end_was_damaged_goes_on_as_a_new_chain_and_the_damage_stays_to_be_seen() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            append(log, 3);
        }
        Files.writeString(folder.current(), "{\"event\":\"request\"}\n", StandardOpenOption.APPEND);

        try (AuditLog log = open(ROOMY)) {
            append(log, 1);
        }

        assertThat(numbers()).containsExactly(0, 1, 2, 0);
        assertThat(lines("file").getLast().get("after").stringValue()).contains("damaged");
        assertThat(verify().flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw.kind()).isEqualTo(Kind.NO_LINE))
                .hasValueSatisfying(flaw -> assertThat(flaw.line()).isEqualTo(5));
    }

    @Test
    void a_log_whose_files_are_all_gone_begins_a_chain_of_another_name() throws Exception {
        String before = threeFiles().getFirst().chain();
        for (Path file : folder.files()) {
            Files.delete(file);
        }

        assertThat(threeFiles().getFirst().chain()).isNotEqualTo(before);
    }

    /// Of ten requests; returns how far the log had come before each.
    private List<Head> threeFiles() throws Exception {
        List<Head> heads = new ArrayList<>();
        try (AuditLog log = open(ROOMY)) {
            log.sealWith(key);
            for (int number = 0; number < 10; number++) {
                heads.add(Objects.requireNonNull(log.head()));
                append(log, entry(String.valueOf(number), "/"));
                if (number == 3 || number == 7) {
                    now = now.plus(Duration.ofDays(1));
                }
            }
        }
        return heads;
    }

    private void gatewaySaw(Head head, String requestId) {
        gatewayLog.add(
                "2026-03-01T12:00:00Z gw1 haproxy: {\"time\":%d,\"prid\":\"%s\",\"audit_head\":\"%s\",\"user\":\"alice\"}"
                        .formatted(Instant.now().toEpochMilli(), requestId, head.field()));
    }

    private Verified verify() throws IOException {
        return new Verification(folder, Optional.empty()).verify(Optional.empty());
    }

    private Verified verifyWithGateway() throws IOException {
        Path log = Files.write(place.resolve("haproxy.log"), gatewayLog);
        return new Verification(folder, Optional.empty()).verify(Optional.of(log));
    }

    private void assertFlaw(Path file, long line, Kind kind) throws IOException {
        assertThat(verify().flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.kind()).as(flaw.toString()).isEqualTo(kind);
            assertThat(flaw.file()).isEqualTo(file.getFileName().toString());
            assertThat(flaw.line()).isEqualTo(line);
        });
    }
}
