package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeysTest {
    private static final RouteName PROD = new RouteName("prod");

    @TempDir
    Path place;

    private Path folder;
    private LocalKeys keys;

    @BeforeEach
    void begin() {
        folder = place.resolve("state/keys");
        keys = new LocalKeys(folder);
    }

    @Test
    void a_key_is_made_on_first_use_with_256_random_bits_and_does_not_look_like_a_jwt() throws Exception {
        String key = keys.of(PROD).reveal();

        assertThat(key).matches("lgk_[A-Za-z0-9_-]{43}").doesNotContain(".");
        assertThat(keys.of(new RouteName("dev")).reveal()).isNotEqualTo(key);
    }

    @Test
    void a_key_stays_the_same_across_restarts() throws Exception {
        Secret key = keys.of(PROD);

        assertThat(keys.of(PROD)).isEqualTo(key);
        assertThat(new LocalKeys(folder).of(PROD)).isEqualTo(key);
    }

    @Test
    void rotating_makes_another_key_which_then_stays() throws Exception {
        Secret old = keys.of(PROD);
        Secret dev = keys.of(new RouteName("dev"));

        Secret fresh = keys.rotate(PROD);

        assertThat(fresh).isNotEqualTo(old);
        assertThat(keys.of(PROD)).isEqualTo(fresh);
        assertThat(keys.of(new RouteName("dev"))).isEqualTo(dev);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folder_and_file_are_the_owners_alone() throws Exception {
        keys.of(PROD);

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("prod.key"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "garbage", "lgk_tooshort", "dapi0123456789abcdef0123456789abcdef"})
    void a_file_that_holds_no_key_is_replaced(String content) throws Exception {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("prod.key"), content);

        String key = keys.of(PROD).reveal();

        assertThat(key).startsWith("lgk_").hasSize(47);
        assertThat(file).hasContent(key);
    }

    @Test
    void bytes_that_are_no_text_are_replaced_too() throws Exception {
        Files.createDirectories(folder);
        Path file =
                Files.write(folder.resolve("prod.key"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3, 0x28});

        String key = keys.of(PROD).reveal();

        assertThat(file).hasContent(key);
    }

    @Test
    void blanks_around_the_key_as_editors_leave_them_do_no_harm() throws Exception {
        Secret key = keys.of(PROD);
        Files.write(folder.resolve("prod.key"), ("  " + key.reveal() + "\r\n").getBytes(UTF_8));

        assertThat(keys.of(PROD)).isEqualTo(key);
    }

    @Test
    void a_key_that_cannot_be_read_is_told_with_its_place() throws Exception {
        Files.createDirectories(folder.resolve("prod.key/in-the-way"));

        ProblemException failure = catchThrowableOfType(ProblemException.class, () -> keys.of(PROD));

        assertThat(failure.problem()).isInstanceOf(LocalFailure.class);
        assertThat(failure).hasMessageContaining(folder.resolve("prod.key").toString());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
