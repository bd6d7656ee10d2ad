package dev.lakegate.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are the profile folder's there")
class OwnerOnlyTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path place;

    @Test
    void a_new_folder_can_be_entered_by_its_owner_alone() throws IOException {
        Path folder = OwnerOnly.folder(place.resolve("parents/too/folder"));

        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void a_folder_that_others_could_enter_is_closed_to_them() throws IOException {
        Path folder = Files.createDirectory(place.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(permissions(OwnerOnly.folder(folder))).isEqualTo("rwx------");
    }

    @Test
    void a_symbolic_link_is_no_folder_of_ours() throws IOException {
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        String before = permissions(elsewhere);
        Path link = Files.createSymbolicLink(place.resolve("link"), elsewhere);
        Path dangling = Files.createSymbolicLink(place.resolve("dangling"), place.resolve("absent"));

        assertThatIOException().isThrownBy(() -> OwnerOnly.folder(link)).withMessageContaining("is not a folder");
        assertThatIOException().isThrownBy(() -> OwnerOnly.folder(dangling)).withMessageContaining("is not a folder");
        assertThat(permissions(elsewhere)).isEqualTo(before);
        assertThat(place.resolve("absent")).doesNotExist();
    }

    @Test
    void a_file_in_the_folders_place_is_refused() throws IOException {
        Path file = Files.createFile(place.resolve("file"));

        assertThatIOException().isThrownBy(() -> OwnerOnly.folder(file)).withMessageContaining("is not a folder");
    }

    @Test
    void a_folder_of_someone_else_is_refused_and_left_as_it_is() throws IOException {
        Path folder = Files.createDirectory(place.resolve("theirs"));
        String before = permissions(folder);
        giveAway(folder);

        assertThatIOException().isThrownBy(() -> OwnerOnly.folder(folder)).withMessageContaining("someone else");
        assertThatIOException().isThrownBy(() -> OwnerOnly.requireOurs(folder)).withMessageContaining("someone else");
        assertThat(permissions(folder)).isEqualTo(before);
    }

    @Test
    void a_file_for_appending_is_readable_by_its_owner_alone_and_keeps_what_it_had() throws IOException {
        Path file = place.resolve("log");

        try (OutputStream first = OwnerOnly.append(file)) {
            first.write("one\n".getBytes(UTF_8));
        }
        try (OutputStream second = OwnerOnly.append(file)) {
            second.write("two\n".getBytes(UTF_8));
        }

        assertThat(file).hasContent("one\ntwo\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void a_replaced_file_is_readable_by_its_owner_alone_whatever_it_was_before() throws IOException {
        Path file = Files.writeString(place.resolve("key"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        OwnerOnly.replace(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void replacing_a_link_leaves_what_it_pointed_to_alone() throws IOException {
        Path precious = Files.writeString(place.resolve("precious"), "kept");
        Path link = Files.createSymbolicLink(place.resolve("key"), precious);

        OwnerOnly.replace(link, "new".getBytes(UTF_8));

        assertThat(precious).hasContent("kept");
        assertThat(link).hasContent("new").isRegularFile();
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void a_reader_sees_the_old_content_or_the_new_never_a_part() throws Exception {
        Path file = place.resolve("key");
        byte[] zeros = "0".repeat(50_000).getBytes(UTF_8);
        byte[] ones = "1".repeat(50_000).getBytes(UTF_8);
        OwnerOnly.replace(file, zeros);
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread reader = Thread.ofPlatform()
                .uncaughtExceptionHandler((_, failure) -> seen.set(failure))
                .start(() -> {
                    while (!over.get()) {
                        assertThat(content(file)).isIn(new String(zeros, UTF_8), new String(ones, UTF_8));
                    }
                });

        for (int round = 0; round < 20; round++) {
            OwnerOnly.replace(file, round % 2 == 0 ? ones : zeros);
        }
        over.set(true);
        reader.join();

        assertThat(seen).hasNullValue();
    }

    @Test
    void a_replacement_that_fails_leaves_nothing_behind() throws IOException {
        Path occupied = place.resolve("key");
        Files.createDirectories(occupied.resolve("child"));

        assertThatIOException().isThrownBy(() -> OwnerOnly.replace(occupied, "new".getBytes(UTF_8)));

        try (Stream<Path> entries = Files.list(place)) {
            assertThat(entries).containsExactly(occupied);
        }
    }

    @Test
    void deleting_a_folder_follows_no_link_out_of_it() throws IOException {
        Path precious = Files.createDirectories(place.resolve("elsewhere/precious"));
        Path folder = Files.createDirectories(place.resolve("folder"));
        Files.createDirectories(folder.resolve("child/grandchild"));
        Files.createSymbolicLink(folder.resolve("link"), place.resolve("elsewhere"));

        OwnerOnly.deleteFolder(folder);
        OwnerOnly.deleteFolder(folder);

        assertThat(folder).doesNotExist();
        assertThat(precious).exists();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /// Only root can.
    private static void giveAway(Path path) throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may give files away");
        Files.setAttribute(path, "unix:uid", NOBODY);
    }
}
