package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.KeyRing;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `lakegate reset` starts over and leaves nothing behind.
@ExtendWith(StandardSandbox.class)
class ResetIT extends WithSandbox {

    @Test
    void it_signs_out_ends_the_program_and_leaves_no_file_and_no_key_behind() throws Exception {
        try (KeyRing ring = KeyRing.unlocked()) {
            List<String> before = ring.items();
            Laptop laptop = laptop(sandbox.configuration(), ring.environment());
            laptop.signIn("alice");
            assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
            await("the sign-in's key and the audit's").until(() -> ring.items().size() == before.size() + 2);
            int revocations = sandbox.provider().counters().endpoint("revocation");

            Outcome reset = say(laptop, "reset", "--yes");

            assertThat(reset.status()).as(reset.err()).isZero();
            assertThat(files(laptop.home())).isEmpty();
            assertThat(ring.items()).isEqualTo(before);
            assertThat(sandbox.provider().counters().endpoint("revocation")).isEqualTo(revocations + 2);
            assertThat(laptop.control().isRunning()).isFalse();
        }
    }

    @Test
    void it_lists_what_would_go_and_does_nothing_without_a_yes() throws Exception {
        Laptop laptop = laptopOf("alice");

        Outcome silence = say(laptop, "reset");
        Outcome no = laptop.lakegate(new StringReader("n\n"), "reset");

        assertThat(silence.status()).isEqualTo(2);
        assertThat(silence.err()).contains("say --yes");
        assertThat(no.status()).isEqualTo(1);
        assertThat(no.out())
                .contains(laptop.locations().stateFolder().toString())
                .contains(laptop.locations().configFile().toString())
                .contains("Nothing was changed.");
        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
    }

    @Test
    void a_configuration_that_cannot_be_read_keeps_nobody_from_starting_over() throws Exception {
        Laptop laptop = laptopOf("alice");
        laptop.close();
        Files.writeString(laptop.locations().configFile(), "[profile.acme");

        Outcome reset = laptop.lakegate(new StringReader("y\n"), "reset");

        assertThat(reset.status()).as(reset.err()).isZero();
        assertThat(reset.err()).contains("configuration_invalid", "nobody was signed out at the provider");
        assertThat(files(laptop.home())).isEmpty();
    }

    @Test
    void the_configuration_stays_where_the_person_wants_it() throws Exception {
        Laptop laptop = laptopOf("alice");

        Outcome reset = say(laptop, "reset", "--yes", "--keep-configuration");

        assertThat(reset.status()).as(reset.err()).isZero();
        assertThat(files(laptop.home())).containsExactly("lakegate.toml");
    }

    private static List<String> files(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> !file.equals(home))
                    .map(file -> home.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
