package dev.lakegate.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Grant;
import dev.lakegate.model.KeyStoreProblem.CredentialsSetAside;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.ProblemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What can happen to a credential file while the program is off. Each time it is set aside under a name that tells
/// why,
/// told once, and a new sign-in works.
class DamagedCredentialsTest extends WithStore {
    @BeforeEach
    void sign_in() throws Exception {
        started().save(ACME, grant("alice"));
    }

    @Test
    void a_flipped_bit_in_any_byte_is_found() throws Exception {
        byte[] sound = Files.readAllBytes(file(ACME));
        for (int position = 0; position < sound.length; position++) {
            byte[] flipped = sound.clone();
            flipped[position] ^= 0x10;
            Files.write(file(ACME), flipped);

            // 0-2 format, 3 version, 4-19 whose it is, 20-27 generation, then nonce, grant and tag
            String word = position == 3 ? "later-version" : position >= 4 && position < 20 ? "foreign" : "damaged";
            assertSetAside(word, "byte " + position);
        }
    }

    @Test
    void a_file_cut_off_at_any_length_is_found_an_empty_one_too() throws Exception {
        byte[] sound = Files.readAllBytes(file(ACME));
        for (int length = 0; length < sound.length; length++) {
            Files.write(file(ACME), Arrays.copyOf(sound, length));

            assertSetAside("damaged", length + " bytes");
        }
    }

    @Test
    void bytes_appended_are_found() throws Exception {
        byte[] sound = Files.readAllBytes(file(ACME));
        Files.write(file(ACME), Arrays.copyOf(sound, sound.length + 1));

        assertSetAside("damaged", "one byte more");
    }

    @Test
    void a_file_far_too_long_is_not_even_read() throws Exception {
        Files.write(file(ACME), new byte[2 << 20]);

        assertSetAside("damaged", "2 MiB");
    }

    @Test
    void the_files_of_two_profiles_swapped_are_both_foreign() throws Exception {
        started().save(OTHER, grant("bob"));
        Path between = state.resolve("between");
        Files.move(file(ACME), between);
        Files.move(file(OTHER), file(ACME));
        Files.move(between, file(OTHER));

        assertThat(setAside(ACME)).contains(".foreign-");
        assertThat(setAside(OTHER)).contains(".foreign-");
    }

    @Test
    void a_file_for_another_gateway_is_foreign() throws Exception {
        CredentialKey moved = key("acme", "https://gateway.evil.example");

        assertThat(setAside(moved)).contains(".foreign-");
        assertThat(started().load(ACME)).isEmpty();
    }

    @Test
    void the_file_of_another_user_is_foreign_though_the_key_fits() throws Exception {
        SealedCredentialStore bobs = startedBy("bob");

        assertThat(problem(() -> bobs.load(ACME))).isInstanceOf(CredentialsSetAside.class);
        assertThat(files()).containsExactly("acme.sealed.foreign-20260301T120000Z");
    }

    @Test
    void an_older_file_put_back_is_rolled_back() throws Exception {
        Path backup = Files.copy(file(ACME), state.resolve("backup"));
        started().replace(ACME, grant("alice"), grant("alice-refreshed"));
        Files.copy(backup, file(ACME), StandardCopyOption.REPLACE_EXISTING);

        assertSetAside("rolled-back", "the file of one refresh ago");
    }

    @Test
    void an_older_file_put_back_under_a_running_program_is_rolled_back() throws Exception {
        SealedCredentialStore running = started();
        Path backup = Files.copy(file(ACME), state.resolve("backup"));
        running.replace(ACME, grant("alice"), grant("alice-refreshed"));
        Files.copy(backup, file(ACME), StandardCopyOption.REPLACE_EXISTING);

        assertThat(problem(() -> running.load(ACME)))
                .isInstanceOfSatisfying(
                        CredentialsSetAside.class,
                        told -> assertThat(told.aside().toString()).contains(".rolled-back-"));
    }

    @Test
    void the_file_from_before_a_sign_out_put_back_signs_nobody_in() throws Exception {
        started().save(OTHER, grant("bob"));
        Path backup = Files.copy(file(ACME), state.resolve("backup"));
        started().delete(ACME);
        started().save(ACME, grant("carol"));
        Files.copy(backup, file(ACME), StandardCopyOption.REPLACE_EXISTING);

        assertSetAside("rolled-back", "the file from before the sign-out");
    }

    @Test
    void a_new_key_ring_makes_the_file_foreign() throws Exception {
        keyStore.losesAll();

        assertSetAside("foreign", "without the key");
    }

    @Test
    void a_folder_in_its_place_is_moved_away_with_what_is_in_it() throws Exception {
        Files.delete(file(ACME));
        Files.createDirectories(file(ACME).resolve("precious"));

        Path aside = assertSetAside("not-a-file", "a folder");
        assertThat(aside.resolve("precious")).isDirectory();
    }

    @Test
    void a_symbolic_link_is_moved_away_and_not_followed() throws Exception {
        Path elsewhere = Files.move(file(ACME), state.resolve("elsewhere"));
        Files.createSymbolicLink(file(ACME), elsewhere);

        Path aside = assertSetAside("not-a-file", "a link to a sound file");
        assertThat(Files.isSymbolicLink(aside)).isTrue();
        assertThat(elsewhere).exists();
    }

    @Test
    void a_pipe_in_its_place_does_not_make_the_program_wait() throws Exception {
        Files.delete(file(ACME));
        assertThat(new ProcessBuilder("mkfifo", file(ACME).toString()).start().waitFor())
                .isZero();

        assertSetAside("not-a-file", "a pipe");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_that_this_user_may_not_read_is_moved_away() throws Exception {
        SealedCredentialStore store = started();
        FileSystemUser.run(folder(), file(ACME), () -> {
            assertThat(problem(() -> store.load(ACME)))
                    .isInstanceOfSatisfying(
                            CredentialsSetAside.class,
                            told -> assertThat(told.aside().toString()).contains(".unreadable-"));
        });
    }

    @Test
    void what_was_set_aside_before_stays() throws Exception {
        for (int time = 0; time < 3; time++) {
            Files.writeString(file(ACME), "damage " + time);
            setAside(ACME);
        }

        assertThat(files())
                .containsExactly(
                        "acme.sealed.damaged-20260301T120000Z",
                        "acme.sealed.damaged-20260301T120000Z-2",
                        "acme.sealed.damaged-20260301T120000Z-3");
        assertThat(folder().resolve("acme.sealed.damaged-20260301T120000Z")).hasContent("damage 0");
    }

    @Test
    void however_many_look_at_once_it_is_told_once() throws Exception {
        SealedCredentialStore store = started();
        Files.writeString(file(ACME), "damage");
        List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    outcomes.add(store.load(ACME));
                } catch (ProblemException failure) {
                    outcomes.add(failure.problem());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(outcomes)
                .hasSize(16)
                .filteredOn(CredentialsSetAside.class::isInstance)
                .hasSize(1);
        assertThat(outcomes).filteredOn(Optional.empty()::equals).hasSize(15);
    }

    @Test
    void a_key_store_that_is_locked_says_nothing_of_the_file() throws Exception {
        keyStore.becomes(TestKeyStore.Mood.LOCKED);
        assertThat(problem(() -> started().load(ACME))).isInstanceOf(KeyStoreLocked.class);

        keyStore.becomes(TestKeyStore.Mood.WILLING);
        assertThat(started().load(ACME)).contains(grant("alice"));
    }

    /// And that a sign-in works afterwards.
    private Path assertSetAside(String word, String what) throws Exception {
        SealedCredentialStore store = started();
        CredentialsSetAside told = (CredentialsSetAside) problem(() -> store.load(ACME));
        assertThat(told.aside().getFileName().toString()).as(what).startsWith("acme.sealed." + word + "-2026");
        assertThat(Files.exists(told.aside(), LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(store.load(ACME)).as(what).isEmpty();
        assertThat(started().load(ACME)).as(what).isEmpty();

        Grant again = grant("alice-again");
        store.save(ACME, again);
        assertThat(started().load(ACME)).as(what).contains(again);
        return told.aside();
    }

    private String setAside(CredentialKey key) {
        SealedCredentialStore store = started();
        return ((CredentialsSetAside) problem(() -> store.load(key))).aside().toString();
    }
}
