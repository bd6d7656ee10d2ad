package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.CredentialSettings;
import dev.lakegate.model.KeyStoreProblem.CredentialsSetAside;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.KeyStoreProblem.PassphraseNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.secretservice.SecretServiceItem;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.PersonAtThePrompt;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sign-ins under a key in the real gnome-keyring.
@Timeout(120)
class KeyRingCredentialsIT extends WithStore {

    @Test
    void a_sign_in_and_its_refreshes_outlive_the_program() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            CredentialStore store = store(ring);
            store.save(ACME, grant("alice"));
            assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();

            CredentialStore next = store(ring);
            assertThat(next.load(ACME)).contains(grant("alice-2"));
            assertThat(next.description()).isEqualTo("Secret Service");
            next.delete(ACME);
            assertThat(item(ring).read()).as("the key").isEmpty();
        }
    }

    @Test
    void a_locked_key_ring_asks_once_and_the_sign_in_is_there() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().types(ring.password())) {
            store(ring).save(ACME, grant("alice"));
            ring.lock();
            CredentialStore store = store(ring);

            assertThat(store.load(ACME)).contains(grant("alice"));
            assertThat(store.load(ACME)).contains(grant("alice"));

            assertThat(person.asked()).hasSize(1);
        }
    }

    @Test
    void who_dismisses_the_prompt_is_not_asked_again_before_they_sign_in() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                PersonAtThePrompt person = ring.person().dismisses()) {
            store(ring).save(ACME, grant("alice"));
            ring.lock();
            CredentialStore store = store(ring);

            for (int time = 0; time < 5; time++) {
                assertThat(problem(() -> store.load(ACME))).isInstanceOf(KeyStoreLocked.class);
            }
            assertThat(person.asked()).hasSize(1);

            person.types(ring.password());
            store.save(ACME, grant("alice-again"));
            assertThat(store.load(ACME)).contains(grant("alice-again"));
            assertThat(person.asked()).hasSize(2);
        }
    }

    @Test
    void a_key_ring_that_dies_costs_no_refresh() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            CredentialStore store = store(ring);
            store.save(ACME, grant("alice"));
            ring.kill();

            assertThat(store.replace(ACME, grant("alice"), grant("alice-2"))).isTrue();
            assertThat(store.load(ACME)).contains(grant("alice-2"));
            assertThat(store.isLasting()).isTrue();

            ring.unlock();
            assertThat(store(ring).load(ACME)).contains(grant("alice-2"));
        }
    }

    @Test
    void another_key_ring_makes_what_was_kept_foreign() throws Exception {
        try (KeyRing ring = KeyRing.unlocked();
                KeyRing another = KeyRing.unlocked()) {
            store(ring).save(ACME, grant("alice"));
            CredentialStore store = store(another);

            assertThat(problem(() -> store.load(ACME)))
                    .isInstanceOfSatisfying(
                            CredentialsSetAside.class,
                            told -> assertThat(told.aside().toString()).contains(".foreign-"));
            assertThat(store.load(ACME)).isEmpty();
            store.save(ACME, grant("alice-again"));
            assertThat(store(another).load(ACME)).contains(grant("alice-again"));
        }
    }

    @Test
    void where_nobody_keeps_secrets_the_sign_in_is_in_memory() throws Exception {
        try (KeyRing nobody = KeyRing.withoutService()) {
            CredentialStore store = store(nobody);
            store.save(ACME, grant("alice"));

            assertThat(store.load(ACME)).contains(grant("alice"));
            assertThat(store.isLasting()).isFalse();
            assertThat(store.description()).startsWith("memory (no key store: ");
        }
    }

    @Test
    void a_reset_leaves_no_key() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            store(ring).save(ACME, grant("alice"));

            store(ring).wipe();

            assertThat(item(ring).read()).isEmpty();
            assertThat(folder()).doesNotExist();
        }
    }

    private CredentialStore store(KeyRing ring) {
        return new CredentialStores(
                        state,
                        item(ring),
                        _ -> {
                            throw new ProblemException(new PassphraseNeeded());
                        },
                        Map.of(),
                        () -> NOON)
                .of(new CredentialSettings(CredentialSettings.Store.OS));
    }

    private static SecretServiceItem item(KeyRing ring) {
        return new SecretServiceItem(
                ring.environment(), Map.of(), "Lakegate", new Limits(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }
}
