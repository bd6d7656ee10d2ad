package dev.lakegate.clients.databrickscfg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.clients.LocalRoute;
import dev.lakegate.clients.databrickscfg.RouteProfile.Foreign;
import dev.lakegate.clients.databrickscfg.RouteProfile.Outcome;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.RouteName;
import dev.lakegate.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One profile comes, changes and goes; everything else in the file stays as its owner wrote it.
class RouteProfileTest {
    private static final String KEY = "lgk_0123456789012345678901234567890123456789012";
    private static final String OURS = """
            [lakegate-prod]
            # Lakegate's route 'prod'; the token is its local key, good on this machine alone
            host = http://127.0.0.1:8765
            token = %s
            auth_type = pat
            """.formatted(KEY);

    /// Comments of both kinds, odd blanks, keys that come twice, a byte that is no UTF-8.
    private static final String THEIRS = """
            ; mine, do not touch

            [DEFAULT]
            host=https://one.example
              token   =  dapi-one\t
            # \u00e4 and \u00ff


            [ other ]
            host : https://two.example
            cluster_id = 1
            cluster_id = 2
            """;

    @TempDir
    Path home;

    private Path file;
    private RouteProfile profile;

    @BeforeEach
    void nameThePlace() {
        file = home.resolve(".databrickscfg");
        profile = RouteProfile.named("lakegate-prod", Map.of(), home);
    }

    @Test
    void where_there_is_no_file_one_is_made_that_only_its_owner_can_read() throws Exception {
        assertThat(profile.write(route(8765), Foreign.KEPT)).isEqualTo(new Outcome(true, Optional.empty()));

        assertThat(text()).isEqualTo(OURS);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(entries(home)).containsExactly(file);
    }

    @Test
    void the_file_may_be_elsewhere_as_databricks_clients_know() throws Exception {
        Map<String, String> environment = Map.of("DATABRICKS_CONFIG_FILE", "~/other.cfg");

        RouteProfile.named("lakegate-prod", environment, home).write(route(8765), Foreign.KEPT);

        assertThat(home.resolve("other.cfg")).hasContent(OURS);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void everything_else_stays_byte_for_byte_with_the_files_own_line_ends(String lineEnd) throws Exception {
        String theirs = THEIRS.replace("\n", lineEnd);
        put(theirs);

        profile.write(route(8765), Foreign.KEPT);

        assertThat(text()).isEqualTo(theirs + lineEnd + OURS.replace("\n", lineEnd));
        profile.remove(Foreign.KEPT);
        assertThat(text()).isEqualTo(theirs);
    }

    @Test
    void a_last_line_without_an_end_gets_one() throws Exception {
        put("[a]\nhost = https://one.example");

        profile.write(route(8765), Foreign.KEPT);

        assertThat(text()).isEqualTo("[a]\nhost = https://one.example\n\n" + OURS);
    }

    @Test
    void a_second_time_nothing_changes() throws Exception {
        put(THEIRS);
        profile.write(route(8765), Foreign.KEPT);
        Object before = Files.getAttribute(file, "unix:ino");

        assertThat(profile.write(route(8765), Foreign.KEPT)).isEqualTo(new Outcome(false, Optional.empty()));

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    }

    @Test
    void our_own_profile_follows_the_route_where_it_stands_and_keeps_what_was_added_to_it() throws Exception {
        put(
                "[lakegate-prod]\r\nHOST=http://127.0.0.1:1\r\ncluster_id = 7\r\ntoken = lgk_old  \r\n# last\r\n\r\n[z]\r\nhost=https://z\r\n");

        profile.write(route(8766), Foreign.KEPT);

        assertThat(text())
                .isEqualTo(
                        "[lakegate-prod]\r\nauth_type = pat\r\nHOST=http://127.0.0.1:8766\r\ncluster_id = 7\r\ntoken = "
                                + KEY + "  \r\n# last\r\n\r\n[z]\r\nhost=https://z\r\n");
    }

    @Test
    void the_file_as_it_was_is_kept_once_for_its_owner_alone() throws Exception {
        put(THEIRS);
        Path backup = home.resolve(".databrickscfg.bak");

        assertThat(profile.write(route(8765), Foreign.KEPT).backup()).contains(backup);
        assertThat(profile.write(route(8766), Foreign.KEPT).backup()).isEmpty();

        assertThat(Files.readString(backup, ISO_8859_1)).isEqualTo(THEIRS);
        assertThat(permissions(backup)).isEqualTo("rw-------");
    }

    @Test
    void a_file_that_others_could_read_is_closed_now_that_it_holds_a_key() throws Exception {
        put(THEIRS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        profile.write(route(8765), Foreign.KEPT);

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void a_profile_that_is_not_ours_is_replaced_only_when_that_is_asked_for() throws Exception {
        String foreign = "[lakegate-prod]\n# why\nhost = https://one.example\nclient_secret = s\n";
        put(foreign);

        assertThat(code(() -> profile.write(route(8765), Foreign.KEPT))).isEqualTo("foreign_databricks_profile");
        assertThat(code(() -> profile.remove(Foreign.KEPT))).isEqualTo("foreign_databricks_profile");
        assertThat(entries(home)).containsExactly(file);
        assertThat(text()).isEqualTo(foreign);

        Outcome replaced = profile.write(route(8765), Foreign.REPLACED);

        assertThat(text())
                .isEqualTo(
                        "[lakegate-prod]\nhost = http://127.0.0.1:8765\ntoken = " + KEY + "\nauth_type = pat\n# why\n");
        assertThat(replaced.backup())
                .get()
                .satisfies(backup -> assertThat(backup).hasContent(foreign));
    }

    @Test
    void an_empty_default_profile_is_nobodys() throws Exception {
        put("; fallback\n[DEFAULT]\n\n[z]\nhost = https://z\n");

        RouteProfile.named("DEFAULT", Map.of(), home).write(route(8765), Foreign.KEPT);

        assertThat(text())
                .isEqualTo("; fallback\n[DEFAULT]\nhost = http://127.0.0.1:8765\ntoken = " + KEY
                        + "\nauth_type = pat\n\n[z]\nhost = https://z\n");
    }

    @Test
    void taking_a_profile_out_of_the_middle_leaves_the_next_ones_comment() throws Exception {
        put("[a]\nhost = https://a\n\n" + OURS + "\n# of z\n[z]\nhost = https://z\n");

        profile.remove(Foreign.KEPT);

        assertThat(text()).isEqualTo("[a]\nhost = https://a\n\n# of z\n[z]\nhost = https://z\n");
    }

    @Test
    void taking_out_what_is_not_there_changes_nothing() throws Exception {
        assertThat(profile.remove(Foreign.KEPT)).isEqualTo(new Outcome(false, Optional.empty()));
        assertThat(entries(home)).isEmpty();
    }

    @Test
    void a_symbolic_link_stays_one_and_its_target_is_written() throws Exception {
        Path dotfiles = Files.createDirectory(home.resolve("dotfiles"));
        Path target = Files.writeString(dotfiles.resolve("databrickscfg"), "[a]\nhost = https://a\n");
        Files.createSymbolicLink(file, Path.of("dotfiles/databrickscfg"));

        profile.write(route(8765), Foreign.KEPT);

        assertThat(file).isSymbolicLink();
        assertThat(target).content().endsWith(OURS);
        assertThat(entries(dotfiles)).containsExactly(target);
    }

    @Test
    void a_link_to_a_file_that_is_not_there_yet_makes_it() throws Exception {
        Path dotfiles = Files.createDirectory(home.resolve("dotfiles"));
        Files.createSymbolicLink(file, Path.of("dotfiles/databrickscfg"));

        profile.write(route(8765), Foreign.KEPT);

        assertThat(file).isSymbolicLink();
        assertThat(dotfiles.resolve("databrickscfg")).hasContent(OURS);
    }

    @Test
    void what_cannot_be_changed_safely_is_left_alone_with_the_reason() throws Exception {
        put("[lakegate-prod]\ntoken = lgk_a\n[lakegate-prod]\ntoken = lgk_b\n");
        assertThat(said(() -> profile.write(route(8765), Foreign.KEPT))).contains("more than once");

        put("[a]\u0000\n");
        assertThat(said(() -> profile.write(route(8765), Foreign.KEPT))).contains("UTF-16");

        put("[a]\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(said(() -> profile.write(route(8765), Foreign.KEPT))).contains("read-only");
        assertThat(text()).isEqualTo("[a]\n");
        assertThat(entries(home)).containsExactly(file);
    }

    @Test
    void a_byte_order_mark_hides_no_profile() throws Exception {
        put("\u00ef\u00bb\u00bf" + OURS.replace("8765", "1"));

        profile.write(route(8765), Foreign.KEPT);

        assertThat(text()).isEqualTo("\u00ef\u00bb\u00bf" + OURS);
    }

    @Test
    void a_name_cannot_end_its_line() {
        assertThat(RouteProfile.isName("lakegate-prod")).isTrue();
        assertThat(RouteProfile.isName("a]\n[b")).isFalse();
        assertThat(RouteProfile.isName("")).isFalse();
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().code();
    }

    private static String said(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call)
                .problem()
                .text()
                .what();
    }

    private static List<Path> entries(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private void put(String text) throws Exception {
        Files.writeString(file, text, ISO_8859_1);
    }

    private String text() throws Exception {
        return Files.readString(file, ISO_8859_1);
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static LocalRoute route(int port) {
        return new LocalRoute(
                new RouteName("prod"), port, new Secret(KEY), Path.of("/keys/prod.key"), Optional.empty());
    }
}
