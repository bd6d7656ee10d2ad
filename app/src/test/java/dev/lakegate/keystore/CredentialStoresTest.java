package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.CredentialSettings;
import dev.lakegate.config.CredentialSettings.Store;
import dev.lakegate.keystore.TestKeyStore.Mood;
import dev.lakegate.keystore.vault.PassphrasePrompt.Occasion;
import dev.lakegate.model.KeyStoreProblem.CredentialsSetAside;
import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.KeyStoreProblem.PassphraseNeeded;
import dev.lakegate.model.KeyStoreProblem.PassphraseWrong;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each way to keep sign-ins, as it is chosen by name.
class CredentialStoresTest extends WithStore {
    private final List<Occasion> asked = new ArrayList<>();
    private String passphrase = "correct horse battery staple";
    private boolean isAtATerminal = true;
    private Map<String, String> environment = Map.of();

    private CredentialStore store(Store store) {
        CredentialStores stores = new CredentialStores(state, keyStore, this::ask, environment, () -> NOON);
        return stores.of(new CredentialSettings(store));
    }

    private Secret ask(Occasion occasion) throws ProblemException {
        asked.add(occasion);
        if (!isAtATerminal) {
            throw new ProblemException(new PassphraseNeeded());
        }
        return new Secret(passphrase);
    }

    @Test
    void with_a_key_store_a_sign_in_lasts() throws Exception {
        CredentialStore store = store(Store.OS);
        store.save(ACME, grant("alice"));

        assertThat(store(Store.OS).load(ACME)).contains(grant("alice"));
        assertThat(store.isLasting()).isTrue();
        assertThat(store.description()).isEqualTo("Test Store");
    }

    @Test
    void without_a_key_store_a_sign_in_is_in_memory_and_the_reason_is_told() throws Exception {
        keyStore.becomes(Mood.ABSENT);
        CredentialStore store = store(Store.OS);
        store.save(ACME, grant("alice"));

        assertThat(store.load(ACME)).contains(grant("alice"));
        assertThat(store.isLasting()).isFalse();
        assertThat(store.description()).isEqualTo("memory (no key store: there is no D-Bus session)");
        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        assertThat(store.load(ACME)).contains(grant("alice-2"));
        store.delete(ACME, grant("alice-2"));
        assertThat(store.load(ACME)).isEmpty();
        assertThat(store(Store.OS).load(ACME)).isEmpty();
        assertThat(state.resolve("credentials/acme.sealed")).doesNotExist();
    }

    @Test
    void a_file_from_a_session_with_a_key_store_waits_untouched_in_one_without() throws Exception {
        store(Store.OS).save(ACME, grant("alice"));
        keyStore.becomes(Mood.ABSENT);
        CredentialStore remote = store(Store.OS);

        assertThat(remote.load(ACME)).isEmpty();
        assertThat(remote.isLasting()).isFalse();
        remote.save(ACME, grant("bob"));
        assertThat(remote.load(ACME)).contains(grant("bob"));

        keyStore.becomes(Mood.WILLING);
        assertThat(store(Store.OS).load(ACME)).contains(grant("alice"));
    }

    @Test
    void signing_out_without_a_key_store_removes_the_file_of_one_with() throws Exception {
        store(Store.OS).save(ACME, grant("alice"));
        keyStore.becomes(Mood.ABSENT);

        store(Store.OS).delete(ACME);

        keyStore.becomes(Mood.WILLING);
        assertThat(store(Store.OS).load(ACME)).isEmpty();
    }

    @Test
    void a_key_store_that_comes_later_is_used_from_the_next_sign_in_on() throws Exception {
        keyStore.becomes(Mood.ABSENT);
        CredentialStore store = store(Store.OS);
        store.save(ACME, grant("alice"));
        store.save(OTHER, grant("bob"));

        keyStore.becomes(Mood.WILLING);
        store.save(ACME, grant("alice-2"));

        assertThat(store.isLasting()).isTrue();
        assertThat(store(Store.OS).load(ACME)).contains(grant("alice-2"));
        assertThat(store.load(OTHER)).as("still in memory").contains(grant("bob"));
    }

    @Test
    void a_sign_in_while_the_key_store_stays_locked_is_in_memory_and_no_earlier_one_comes_back() throws Exception {
        store(Store.OS).save(ACME, grant("alice"));
        keyStore.becomes(Mood.LOCKED);
        CredentialStore store = store(Store.OS);
        assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreLocked.class);

        store.save(ACME, grant("bob"));

        assertThat(store.load(ACME)).contains(grant("bob"));
        assertThat(store.description()).isEqualTo("memory (no key store: key_store_locked)");
        assertThat(store.isLasting()).isFalse();
        keyStore.becomes(Mood.WILLING);
        assertThat(store(Store.OS).load(ACME)).isEmpty();
    }

    @Test
    void resetting_works_without_a_key_store() throws Exception {
        store(Store.OS).save(ACME, grant("alice"));
        keyStore.becomes(Mood.ABSENT);

        store(Store.OS).wipe();

        assertThat(state.resolve("credentials")).doesNotExist();
    }

    @Test
    void by_name_memory_alone_is_used_and_the_key_store_never_asked() throws Exception {
        CredentialStore store = store(Store.MEMORY);
        store.save(ACME, grant("alice"));

        assertThat(store.description()).isEqualTo("memory");
        assertThat(store(Store.MEMORY).load(ACME)).isEmpty();
        assertThat(keyStore.calls()).isZero();
    }

    @Test
    void a_passphrase_is_chosen_once_and_then_asked_once_in_each_process() throws Exception {
        CredentialStore first = store(Store.PASSPHRASE);
        first.save(ACME, grant("alice"));
        assertThat(first.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
        first.save(OTHER, grant("bob"));
        assertThat(asked).containsExactly(Occasion.CHOOSE);

        CredentialStore next = store(Store.PASSPHRASE);
        assertThat(next.load(ACME)).contains(grant("alice-2"));
        assertThat(next.load(OTHER)).contains(grant("bob"));
        assertThat(next.replace(ACME, grant("alice-2"), grant("alice-3"))).isTrue();
        assertThat(asked).containsExactly(Occasion.CHOOSE, Occasion.OPEN);
        assertThat(next.description()).isEqualTo("a file under your passphrase");
        assertThat(keyStore.calls()).isZero();
    }

    @Test
    void a_wrong_passphrase_opens_nothing_is_asked_once_and_harms_nothing() throws Exception {
        store(Store.PASSPHRASE).save(ACME, grant("alice"));
        passphrase = "incorrect horse battery staple";
        CredentialStore store = store(Store.PASSPHRASE);

        assertThat(problem(() -> store.load(ACME))).isInstanceOf(PassphraseWrong.class);
        assertThat(problem(() -> store.load(ACME))).isInstanceOf(PassphraseWrong.class);
        assertThat(asked).containsExactly(Occasion.CHOOSE, Occasion.OPEN);

        passphrase = "correct horse battery staple";
        store.open();
        assertThat(store.load(ACME)).contains(grant("alice"));
    }

    @Test
    void without_a_terminal_the_passphrase_is_needed_and_not_asked_over_and_over() throws Exception {
        store(Store.PASSPHRASE).save(ACME, grant("alice"));
        isAtATerminal = false;
        CredentialStore store = store(Store.PASSPHRASE);

        for (int time = 0; time < 5; time++) {
            assertThat(problem(() -> store.load(ACME))).isInstanceOf(PassphraseNeeded.class);
        }

        assertThat(asked).containsExactly(Occasion.CHOOSE, Occasion.OPEN);
    }

    @Test
    void the_passphrase_is_no_key_of_the_files_and_an_older_file_put_back_is_found() throws Exception {
        CredentialStore store = store(Store.PASSPHRASE);
        store.save(ACME, grant("alice"));
        Path backup = Files.copy(file(ACME), state.resolve("backup"));
        store.replace(ACME, grant("alice"), grant("alice-2"));
        Files.delete(file(ACME));
        Files.copy(backup, file(ACME));

        assertThat(problem(() -> store(Store.PASSPHRASE).load(ACME))).isInstanceOf(CredentialsSetAside.class);
    }

    @Test
    void a_damaged_vault_is_set_aside_and_the_sign_in_with_it() throws Exception {
        store(Store.PASSPHRASE).save(ACME, grant("alice"));
        Path vault = folder().resolve("vault.passphrase");
        byte[] sound = Files.readAllBytes(vault);
        // format, version, length of the parameters, and figures of Argon2id that would take hours or all memory
        for (int position : new int[] {0, 3, 4, 6, 10, 14}) {
            byte[] damaged = sound.clone();
            damaged[position] ^= 0x40;
            Files.write(vault, damaged);

            assertThat(problem(() -> store(Store.PASSPHRASE).load(ACME)))
                    .as("byte " + position)
                    .isInstanceOf(CredentialsSetAside.class);
            assertThat(vault).doesNotExist();
            store(Store.PASSPHRASE).save(ACME, grant("alice"));
        }
        assertThat(files())
                .anyMatch(name -> name.startsWith("vault.passphrase.damaged-"))
                .anyMatch(name -> name.startsWith("vault.passphrase.later-version-"));
    }

    @Test
    void a_cut_off_vault_is_set_aside() throws Exception {
        store(Store.PASSPHRASE).save(ACME, grant("alice"));
        Path vault = folder().resolve("vault.passphrase");
        Files.write(vault, Arrays.copyOf(Files.readAllBytes(vault), 20));

        assertThat(problem(() -> store(Store.PASSPHRASE).load(ACME))).isInstanceOf(CredentialsSetAside.class);
    }

    @Test
    void under_a_systemd_credential_nobody_is_asked() throws Exception {
        credential("0123456789abcdef0123456789abcdef");
        CredentialStore store = store(Store.SYSTEMD_CREDENTIAL);
        store.save(ACME, grant("alice"));
        assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();

        assertThat(store(Store.SYSTEMD_CREDENTIAL).load(ACME)).contains(grant("alice-2"));
        assertThat(asked).isEmpty();
        assertThat(store.description()).isEqualTo("a file under the systemd credential 'lakegate'");
    }

    @Test
    void another_systemd_credential_makes_all_foreign_and_a_sign_in_begins_anew() throws Exception {
        credential("0123456789abcdef0123456789abcdef");
        store(Store.SYSTEMD_CREDENTIAL).save(ACME, grant("alice"));
        credential("another-9abcdef0123456789abcdef-");
        CredentialStore store = store(Store.SYSTEMD_CREDENTIAL);

        assertThat(problem(() -> store.load(ACME))).isInstanceOf(CredentialsSetAside.class);
        assertThat(store.load(ACME)).isEmpty();
        store.save(ACME, grant("alice-2"));

        assertThat(store(Store.SYSTEMD_CREDENTIAL).load(ACME)).contains(grant("alice-2"));
    }

    @Test
    void a_systemd_credential_that_is_short_or_missing_is_told() throws Exception {
        assertThat(problem(() -> store(Store.SYSTEMD_CREDENTIAL).save(ACME, grant("alice"))))
                .isInstanceOf(KeyStoreAbsent.class);
        credential("too short");
        assertThat(problem(() -> store(Store.SYSTEMD_CREDENTIAL).save(ACME, grant("alice"))))
                .isInstanceOf(KeyStoreFailed.class);
        environment = Map.of("CREDENTIALS_DIRECTORY", state.resolve("nowhere").toString());
        assertThat(problem(() -> store(Store.SYSTEMD_CREDENTIAL).save(ACME, grant("alice"))))
                .isInstanceOf(KeyStoreFailed.class);
    }

    @Test
    void before_a_sign_in_its_passphrase_is_chosen_and_then_not_asked_for_again() throws Exception {
        CredentialStore store = store(Store.PASSPHRASE);

        store.prepare();
        assertThat(asked).containsExactly(Occasion.CHOOSE);
        store.save(ACME, grant("alice"));

        assertThat(asked).containsExactly(Occasion.CHOOSE);
    }

    @Test
    void what_would_keep_a_sign_in_from_being_kept_is_told_before_it() throws Exception {
        assertThat(problem(() -> store(Store.SYSTEMD_CREDENTIAL).prepare())).isInstanceOf(KeyStoreAbsent.class);
        isAtATerminal = false;
        assertThat(problem(() -> store(Store.PASSPHRASE).prepare())).isInstanceOf(PassphraseNeeded.class);
    }

    @Test
    void before_a_sign_in_nobody_is_asked_to_unlock_a_key_store_that_memory_can_stand_in_for() throws Exception {
        keyStore.becomes(Mood.LOCKED);

        store(Store.OS).prepare();
        store(Store.MEMORY).prepare();

        assertThat(keyStore.calls()).isZero();
    }

    private void credential(String value) throws Exception {
        Path folder = Files.createDirectories(state.resolve("from-systemd"));
        Files.writeString(folder.resolve("lakegate"), value);
        environment = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
    }
}
