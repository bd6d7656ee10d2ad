package dev.lakegate.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SocketPathTest {
    private static final Path LONGEST = Path.of("/" + "x".repeat(102));

    @Test
    void a_path_that_every_system_can_bind_is_taken_as_it_is() {
        assertThat(LONGEST.toString()).hasSize(103);
        assertThat(SocketPath.bindable(LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void a_longer_path_has_a_short_stand_in_that_is_always_the_same() {
        Path wanted = Path.of(LONGEST + "x");

        Path standIn = SocketPath.bindable(wanted);

        assertThat(standIn).isEqualTo(SocketPath.bindable(wanted));
        assertThat(standIn.startsWith(System.getProperty("java.io.tmpdir"))).isTrue();
        assertThat(standIn.toString().getBytes(UTF_8).length).isLessThanOrEqualTo(103);
    }

    @Test
    void two_long_paths_have_different_stand_ins_and_one_path_written_twice_the_same() {
        Path one = Path.of(LONGEST + "/one/control.sock");
        Path two = Path.of(LONGEST + "/two/control.sock");

        assertThat(SocketPath.bindable(one)).isNotEqualTo(SocketPath.bindable(two));
        assertThat(SocketPath.bindable(Path.of(LONGEST + "/two/../one/control.sock")))
                .isEqualTo(SocketPath.bindable(one));
    }

    @Test
    void bytes_count_and_not_characters() {
        Path wanted = Path.of("/" + "ü".repeat(60));

        assertThat(wanted.toString()).hasSizeLessThan(103);
        assertThat(SocketPath.bindable(wanted)).isNotEqualTo(wanted);
    }
}
