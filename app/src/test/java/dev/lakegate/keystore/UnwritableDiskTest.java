package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Disks that are full or read-only when a rotated refresh token is to be written.
class UnwritableDiskTest extends WithStore {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private boolean isMounted;

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", state.toString())).isTrue();
        }
    }

    @Test
    void on_a_full_disk_the_next_grant_is_used_and_written_when_there_is_room() throws Exception {
        mountSmallDisk();
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        Path ballast = fill();

        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        assertThat(store.load(ACME)).contains(grant("alice-2"));
        assertThat(store.description()).isEqualTo("memory, until it can be written to the disk");
        assertThat(started().load(ACME)).as("what is on the disk").contains(grant("alice"));
        assertThat(store.replace(ACME, grant("alice-2"), grant("alice-3"))).isTrue();
        assertThat(store.load(ACME)).contains(grant("alice-3"));

        Files.delete(ballast);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(started().load(ACME)).contains(grant("alice-3")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(store.description()).doesNotContain("memory"));
        assertThat(store.load(ACME)).contains(grant("alice-3"));
    }

    @Test
    void a_first_sign_in_on_a_full_disk_is_used() throws Exception {
        mountSmallDisk();
        Files.createDirectory(folder());
        fill();
        SealedCredentialStore store = started();

        store.save(ACME, grant("alice"));

        assertThat(store.load(ACME)).contains(grant("alice"));
        assertThat(file(ACME)).doesNotExist();
        store.delete(ACME);
        assertThat(store.load(ACME)).isEmpty();
    }

    @Test
    void on_a_disk_that_became_read_only_the_next_grant_is_used_and_written_when_it_can_be() throws Exception {
        mountSmallDisk();
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        assertThat(run("mount", "-o", "remount,ro", state.toString())).isTrue();

        boolean replaced = store.exclusively(ACME, () -> store.replace(ACME, grant("alice"), grant("alice-2")));

        assertThat(replaced).isTrue();
        assertThat(store.load(ACME)).contains(grant("alice-2"));
        assertThat(run("mount", "-o", "remount,rw", state.toString())).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(started().load(ACME)).contains(grant("alice-2")));
    }

    @Test
    void a_file_damaged_during_a_refresh_on_a_disk_that_became_read_only_costs_no_sign_in() throws Exception {
        mountSmallDisk();
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        Files.writeString(file(ACME), "damage");
        assertThat(run("mount", "-o", "remount,ro", state.toString())).isTrue();

        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();

        assertThat(store.load(ACME)).contains(grant("alice-2"));
        assertThat(run("mount", "-o", "remount,rw", state.toString())).isTrue();
        await().atMost(PATIENCE).until(() -> files().size() == 2 && Files.exists(file(ACME)));
        assertThat(files().getLast()).startsWith("acme.sealed.damaged-");
        assertThat(started().load(ACME)).contains(grant("alice-2"));
    }

    @Test
    void what_another_process_writes_meanwhile_counts_more() throws Exception {
        mountSmallDisk();
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        Path ballast = fill();
        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();

        Files.delete(ballast);
        started().save(ACME, grant("bob"));

        assertThat(store.load(ACME)).contains(grant("bob"));
    }

    @Test
    void a_sign_out_by_another_process_meanwhile_counts_too() throws Exception {
        mountSmallDisk();
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        fill();
        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();

        started().delete(ACME);

        assertThat(store.load(ACME)).isEmpty();
    }

    private void mountSmallDisk() throws Exception {
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "none", state.toString());
        assumeTrue(isMounted, "only root can mount a small disk");
    }

    /// To the last byte.
    private Path fill() throws IOException {
        Path ballast = state.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[4096];
            for (int pages = 0; pages < 1_000; pages++) {
                out.write(page);
            }
            throw new AssertionError("the disk is not small");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
        return ballast;
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
