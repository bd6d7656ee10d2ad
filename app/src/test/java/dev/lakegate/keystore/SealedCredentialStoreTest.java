package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lakegate.keystore.TestKeyStore.Mood;
import dev.lakegate.keystore.vault.KeyStoreKeeper;
import dev.lakegate.model.Grant;
import dev.lakegate.model.KeyStoreProblem.CredentialsSetAside;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Canaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SealedCredentialStoreTest extends WithStore {

    @Test
    void a_grant_comes_back_whole_after_a_restart() throws Exception {
        started().save(ACME, grant("alice"));

        assertThat(started().load(ACME)).contains(grant("alice"));
    }

    @Test
    void one_without_id_token_and_refresh_token_comes_back_without() throws Exception {
        Grant whole = grant("alice");
        Grant bare = new Grant(whole.person(), whole.identityToken(), Optional.empty(), Optional.empty());
        started().save(ACME, bare);

        assertThat(started().load(ACME)).contains(bare);
    }

    @Test
    void no_secret_stands_in_a_file_and_all_are_the_owners_alone() throws Exception {
        Canaries.add("refresh-token-of-canary-alice");
        Canaries.add("identity-of-canary-alice");
        started().save(ACME, grant("canary-alice"));

        assertThat(Canaries.writtenBelow(folder())).isEmpty();
        assertThat(Files.getPosixFilePermissions(folder())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(file(ACME))).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void the_same_grant_never_looks_the_same_twice() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        byte[] first = Files.readAllBytes(file(ACME));
        store.save(ACME, grant("alice"));
        byte[] second = Files.readAllBytes(file(ACME));

        // the nonce follows format, version, mark and generation
        assertThat(Arrays.copyOfRange(second, 28, 40)).isNotEqualTo(Arrays.copyOfRange(first, 28, 40));
        assertThat(Arrays.copyOfRange(second, 40, second.length))
                .isNotEqualTo(Arrays.copyOfRange(first, 40, first.length));
    }

    @Test
    void where_nobody_has_signed_in_the_key_store_is_not_asked_and_nothing_is_made() throws Exception {
        assertThat(started().load(ACME)).isEmpty();

        assertThat(keyStore.calls()).isZero();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void the_key_store_is_asked_once_however_often_a_grant_is_loaded() throws Exception {
        started().save(ACME, grant("alice"));
        SealedCredentialStore store = started();
        int before = keyStore.calls();

        for (int time = 0; time < 10; time++) {
            assertThat(store.load(ACME)).isPresent();
        }

        assertThat(keyStore.calls()).isEqualTo(before + 1);
    }

    @Test
    void who_has_dismissed_the_prompt_is_not_asked_again_before_they_act() throws Exception {
        started().save(ACME, grant("alice"));
        SealedCredentialStore store = started();
        keyStore.becomes(Mood.LOCKED);
        int before = keyStore.calls();

        for (int time = 0; time < 10; time++) {
            assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreLocked.class);
        }
        assertThat(keyStore.calls()).isEqualTo(before + 1);

        assertThat(problem(store::open)).isInstanceOf(KeyStoreLocked.class);
        assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreLocked.class);
        assertThat(keyStore.calls()).isEqualTo(before + 2);

        keyStore.becomes(Mood.WILLING);
        store.save(ACME, grant("alice-again"));
        assertThat(store.load(ACME)).contains(grant("alice-again"));
    }

    @Test
    void a_key_store_that_broke_is_left_alone_for_a_while() throws Exception {
        started().save(ACME, grant("alice"));
        SealedCredentialStore store = started();
        keyStore.becomes(Mood.BROKEN);
        int before = keyStore.calls();

        assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreFailed.class);
        assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreFailed.class);

        assertThat(keyStore.calls()).isEqualTo(before + 1);
    }

    @Test
    void a_sign_in_that_cannot_be_sealed_is_told() throws Exception {
        keyStore.becomes(Mood.LOCKED);

        assertThat(problem(() -> started().save(ACME, grant("alice")))).isInstanceOf(KeyStoreLocked.class);
        assertThat(file(ACME)).doesNotExist();
    }

    @Test
    void a_grant_is_replaced_only_while_it_is_there() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));

        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        assertThat(store.replace(ACME, grant("alice"), grant("alice-3"))).isFalse();
        assertThat(started().load(ACME)).contains(grant("alice-2"));
        store.delete(ACME);
        assertThat(store.replace(ACME, grant("alice-2"), grant("alice-4"))).isFalse();
        assertThat(started().load(ACME)).isEmpty();
    }

    @Test
    void a_grant_read_while_it_is_being_replaced_is_not_taken_for_an_older_one() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice-0"));
        AtomicBoolean over = new AtomicBoolean();
        Queue<Object> failures = new ConcurrentLinkedQueue<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                try {
                    assertThat(store.load(ACME)).isPresent();
                } catch (ProblemException | AssertionError failure) {
                    failures.add(failure);
                }
            }
        });

        try {
            for (int round = 0; round < 200; round++) {
                assertThat(store.replace(ACME, grant("alice-" + round), grant("alice-" + (round + 1))))
                        .isTrue();
            }
        } finally {
            over.set(true);
            reader.join();
        }

        assertThat(failures).isEmpty();
        assertThat(files()).containsExactly("acme.sealed");
    }

    @Test
    void two_processes_see_what_the_other_does() throws Exception {
        SealedCredentialStore app = started();
        SealedCredentialStore command = started();
        app.save(ACME, grant("alice"));
        assertThat(command.load(ACME)).contains(grant("alice"));
        command.replace(ACME, grant("alice"), grant("alice-2"));
        assertThat(app.load(ACME)).contains(grant("alice-2"));
        command.delete(ACME);
        assertThat(app.load(ACME)).isEmpty();

        // with the last file the key went: the other process begins a new vault
        command.save(ACME, grant("bob"));
        assertThat(app.load(ACME)).contains(grant("bob"));
        assertThat(app.replace(ACME, grant("bob"), grant("bob-2"))).isTrue();
        assertThat(command.load(ACME)).contains(grant("bob-2"));
    }

    @Test
    void profiles_are_kept_apart() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        store.save(OTHER, grant("bob"));

        store.delete(ACME);

        assertThat(started().load(ACME)).isEmpty();
        assertThat(started().load(OTHER)).contains(grant("bob"));
    }

    @Test
    void a_grant_is_deleted_only_if_it_is_the_one_that_was_meant() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));

        store.delete(ACME, grant("bob"));
        assertThat(store.load(ACME)).contains(grant("alice"));
        store.delete(ACME, grant("alice"));
        assertThat(store.load(ACME)).isEmpty();
    }

    @Test
    void signing_out_needs_no_unlocked_key_store() throws Exception {
        started().save(ACME, grant("alice"));
        keyStore.becomes(Mood.LOCKED);
        int before = keyStore.calls();

        started().delete(ACME);

        assertThat(file(ACME)).doesNotExist();
        assertThat(keyStore.calls()).isEqualTo(before);
    }

    @Test
    void the_key_goes_with_the_last_file() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        store.save(OTHER, grant("bob"));

        store.delete(ACME);
        assertThat(keyStore.isEmpty()).isFalse();
        store.delete(OTHER);
        assertThat(keyStore.isEmpty()).isTrue();
    }

    @Test
    void the_key_stays_while_another_home_of_this_user_needs_it() throws Exception {
        SealedCredentialStore elsewhere = new SealedCredentialStore(
                state.resolve("another-home"), new KeyStoreKeeper(keyStore), "alice", () -> NOON);
        elsewhere.save(ACME, grant("carol"));
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));

        store.delete(ACME);
        started().wipe();

        assertThat(elsewhere.load(ACME)).contains(grant("carol"));
        assertThat(keyStore.isEmpty()).isFalse();
    }

    @Test
    void a_crash_before_the_generation_was_noted_costs_nothing() throws Exception {
        started().save(ACME, grant("alice"));
        byte[] before = keyStore.value();
        started().replace(ACME, grant("alice"), grant("alice-2"));
        keyStore.holds(before);

        assertThat(started().load(ACME)).contains(grant("alice-2"));
    }

    @Test
    void a_generation_that_could_not_be_noted_costs_no_sign_in_and_is_noted_later() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        Path backup = Files.copy(file(ACME), state.resolve("backup"));
        keyStore.becomes(Mood.LOCKED);
        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        int asked = keyStore.calls();
        assertThat(store.replace(ACME, grant("alice-2"), grant("alice-3"))).isTrue();
        assertThat(keyStore.calls()).as("nobody is asked twice").isEqualTo(asked);
        assertThat(store.load(ACME)).contains(grant("alice-3"));

        keyStore.becomes(Mood.WILLING);
        store.save(ACME, grant("alice-4"));
        Files.delete(file(ACME));
        Files.copy(backup, file(ACME));

        assertThat(problem(() -> started().load(ACME))).isInstanceOf(CredentialsSetAside.class);
    }

    @Test
    @Timeout(15)
    void a_key_store_that_waits_for_a_person_does_not_hold_up_a_refresh() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        keyStore.becomes(Mood.WAITING);

        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        assertThat(store.load(ACME)).contains(grant("alice-2"));

        keyStore.goesOn();
        assertThat(started().load(ACME)).contains(grant("alice-2"));
    }

    @Test
    void wiping_leaves_nothing_behind() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));
        Files.writeString(file(ACME), "damage");
        assertThat(problem(() -> store.load(ACME))).isInstanceOf(CredentialsSetAside.class);
        store.save(OTHER, grant("bob"));

        started().wipe();

        assertThat(folder()).doesNotExist();
        assertThat(keyStore.isEmpty()).isTrue();
        started().wipe(); // once more does no harm
    }

    @Test
    void wiping_with_a_locked_key_store_leaves_but_the_key_and_says_so() throws Exception {
        started().save(ACME, grant("alice"));
        keyStore.becomes(Mood.LOCKED);

        assertThat(problem(() -> started().wipe())).isInstanceOf(KeyStoreLocked.class);

        assertThat(folder()).doesNotExist();
    }

    @Test
    void what_a_later_version_keeps_in_the_key_store_is_not_overwritten() throws Exception {
        keyStore.holds(new byte[] {2, 1, 1});

        assertThat(problem(() -> started().save(ACME, grant("alice")))).isInstanceOf(KeyStoreFailed.class);

        assertThat(keyStore.value()).containsExactly(2, 1, 1);
    }

    @Test
    void a_value_in_the_key_store_that_is_no_vault_counts_as_lost() throws Exception {
        for (byte[] value : new byte[][] {{}, {1}, {1, 2, 3}, {0}, new byte[40], new byte[1000]}) {
            keyStore.holds(value);
            started().save(ACME, grant("alice"));
            assertThat(started().load(ACME)).contains(grant("alice"));
        }
    }

    @Test
    void a_step_of_one_thread_may_use_the_store_and_take_the_lock_again() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));

        boolean replaced = store.exclusively(
                ACME, () -> store.exclusively(ACME, () -> store.replace(ACME, grant("alice"), grant("alice-2"))));

        assertThat(replaced).isTrue();
    }

    @Test
    void a_sign_out_does_not_wait_for_a_step_that_waits_for_the_provider() throws Exception {
        SealedCredentialStore store = started();
        store.save(ACME, grant("alice"));

        boolean present = store.exclusively(ACME, () -> {
            Thread signOut = Thread.ofPlatform().start(() -> delete(started()));
            await().atMost(20, TimeUnit.SECONDS).until(() -> !signOut.isAlive());
            return store.load(ACME).isPresent();
        });

        assertThat(present).isFalse();
    }

    private static void delete(SealedCredentialStore store) {
        try {
            store.delete(ACME);
        } catch (ProblemException failure) {
            throw new AssertionError(failure);
        }
    }
}
