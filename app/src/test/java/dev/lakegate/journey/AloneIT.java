package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Commands where no program runs: they do their work alone, on what the key store keeps.
@ExtendWith(StandardSandbox.class)
class AloneIT extends WithSandbox {

    @Test
    void a_sign_in_made_alone_is_there_when_the_program_starts() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            Laptop laptop = notStarted(ring, "alice");

            Outcome login = say(laptop, "login");
            Outcome status = say(laptop, "status");

            assertThat(login.status()).as(login.err()).isZero();
            assertThat(login.out()).contains("Signed in as alice@acme.example.");
            assertThat(status.status()).isEqualTo(1);
            assertThat(status.out()).contains("acme: signed in as alice@acme.example", "(not listening: not_running)");
            assertThat(status.err()).contains("not_running");
            laptop.start();
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        }
    }

    @Test
    void a_sign_out_alone_revokes_what_was_kept() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            Laptop laptop = notStarted(ring, "alice");
            say(laptop, "login");
            int revocations = sandbox.provider().counters().endpoint("revocation");

            Outcome logout = say(laptop, "logout");

            assertThat(logout.status()).as(logout.err()).isZero();
            assertThat(logout.err()).isEmpty();
            assertThat(sandbox.provider().counters().endpoint("revocation")).isEqualTo(revocations + 2);
            assertThat(say(laptop, "status").out()).contains("acme: signed out");
        }
    }

    @Test
    void without_a_key_store_a_sign_in_alone_would_be_forgotten_and_is_not_begun() throws Exception {
        Laptop laptop = notStarted(sandbox.configuration(), Map.of());

        Outcome login = say(laptop, "login");

        assertThat(login.status()).isEqualTo(1);
        assertThat(login.err()).contains("not_running", "Start it with 'lakegate run'.");
    }

    private Laptop notStarted(KeyRing ring, String person) throws Exception {
        Map<String, String> environment = new HashMap<>(ring.environment());
        environment.put("BROWSER", CommandsIT.browserOf(person));
        return notStarted(sandbox.configuration(), environment);
    }
}
