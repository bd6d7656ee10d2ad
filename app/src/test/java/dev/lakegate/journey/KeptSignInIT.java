package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.PersonAtThePrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A sign-in on a machine with a real key ring, from one start of the program to the next.
@ExtendWith(StandardSandbox.class)
class KeptSignInIT extends WithSandbox {
    private KeyRing ring;

    @AfterEach
    void closeRing() {
        ring.close();
    }

    @Test
    void a_sign_in_outlives_the_program_and_nobody_signs_in_again() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());
        int signIns = sandbox.provider().counters().grant("authorization_code");

        laptop.close();
        laptop.start();

        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        assertThat(say(laptop, "status").out()).contains("acme: signed in as alice@acme.example");
        assertThat(sandbox.provider().counters().grant("authorization_code")).isEqualTo(signIns);
    }

    @Test
    void without_a_key_ring_a_sign_in_lives_as_long_as_the_program_and_status_says_why() throws Exception {
        Laptop laptop = signedInWith(KeyRing.withoutService());
        assertThat(say(laptop, "status").out()).contains("kept in memory");
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");

        laptop.close();
        laptop.start();

        await("the look into the key store")
                .until(() -> say(laptop, "status").out().contains("signed out"));
        assertThat(credentialFiles(laptop)).isEmpty();
    }

    @Test
    void a_damaged_file_is_set_aside_by_name_and_the_next_sign_in_is_kept_again() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());
        laptop.close();
        Path file = credentialFiles(laptop).getFirst();
        byte[] sealed = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(sealed, sealed.length / 2));

        laptop.start();

        await("the look at the file").until(() -> say(laptop, "status").out().contains("was moved to"));
        Outcome status = say(laptop, "status");
        assertThat(status.status()).isEqualTo(3);
        assertThat(status.out()).contains("acme: signed out", file.toString(), "Run 'lakegate login'");
        assertThat(laptop.auditLog()).anySatisfy(line -> {
            assertThat(line.path("event").asString()).isEqualTo("sign_in");
            assertThat(line.path("way").asString()).isEqualTo("kept");
            assertThat(line.path("problem").asString()).isEqualTo("credentials_set_aside");
        });
        laptop.signIn("alice");
        assertThat(say(laptop, "status").status()).isZero();
        laptop.close();
        laptop.start();
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
    }

    @Test
    void a_locked_key_ring_is_unlocked_by_the_person_and_the_sign_in_is_there() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());
        laptop.close();
        ring.lock();

        try (PersonAtThePrompt person = ring.person().types(ring.password())) {
            laptop.start();

            await("the key ring").until(() -> say(laptop, "status").status() == 0);
            assertThat(person.asked()).hasSize(1);
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        }
    }

    @Test
    void a_prompt_that_is_dismissed_does_not_come_back_until_the_person_signs_in() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());
        laptop.close();
        ring.lock();

        try (PersonAtThePrompt person = ring.person().dismisses()) {
            laptop.start();
            await("the end of the prompt")
                    .until(() -> say(laptop, "status").out().contains("is locked"));

            assertProblem(Notebook.of(laptop, "prod").get(ME), 401, "key_store_locked");
            assertProblem(Notebook.of(laptop, "dev").get(ME), 401, "key_store_locked");
            assertThat(say(laptop, "status").status()).isEqualTo(3);
            assertThat(person.asked()).hasSize(1);
        }
    }

    @Test
    void who_signs_in_and_does_not_unlock_the_key_ring_is_signed_in_until_the_program_ends() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());
        laptop.close();
        ring.lock();

        try (PersonAtThePrompt person = ring.person().dismisses().dismisses()) {
            laptop.start();
            await("the end of the prompt")
                    .until(() -> say(laptop, "status").out().contains("is locked"));
            laptop.signIn("bob");

            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("bob@acme.example");
            assertThat(say(laptop, "status").out()).contains("bob@acme.example", "kept in memory");
            assertThat(person.asked()).hasSize(2);
            assertThat(credentialFiles(laptop)).as("alice must not come back").isEmpty();
        }
    }

    @Test
    void a_key_ring_that_dies_takes_nothing_with_it_while_the_program_runs() throws Exception {
        Laptop laptop = signedInWith(KeyRing.unlocked());

        ring.kill();

        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        assertThat(say(laptop, "status").status()).isZero();
    }

    private Laptop signedInWith(KeyRing keyRing) throws Exception {
        ring = keyRing;
        Laptop laptop = laptop(sandbox.configuration(), ring.environment());
        laptop.signIn("alice");
        return laptop;
    }

    private static List<Path> credentialFiles(Laptop laptop) throws IOException {
        Path folder = laptop.locations().stateFolder().resolve("credentials");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sealed")).toList();
        }
    }
}
