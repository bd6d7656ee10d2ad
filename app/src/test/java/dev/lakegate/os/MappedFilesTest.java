package dev.lakegate.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.MappedFiles.Part;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFilesTest {
    private static final String LIBRARY = "1000-3000 r-xp 0 fe:00 7    /usr/lib/libjvm.so";
    private static final String CACHE = "800001000-800002000 r--p 0 fe:00 7    /opt/my lakegate/app.aot";

    @Test
    void what_was_only_read_of_a_file_is_let_go_of() {
        assertThat(twice(mapping(LIBRARY, 0, 0))).containsExactly(new Part(0x1000, 0x2000));
        assertThat(twice(mapping(CACHE, 0, 0))).containsExactly(new Part(0x800001000L, 0x1000));
        assertThat(twice(mapping("1000-3000 r--s 0 fe:00 7    /opt/runtime/lib/modules", 0, 0)))
                .containsExactly(new Part(0x1000, 0x2000));
    }

    @Test
    void what_was_written_to_is_kept_also_when_it_cannot_be_any_more() {
        assertThat(twice(mapping(CACHE, 4, 0))).isEmpty();
        assertThat(twice(mapping(CACHE, 0, 4))).as("swapped out").isEmpty();
        assertThat(twice(mapping(CACHE.replace("r--p", "rw-p"), 0, 0))).isEmpty();
        assertThat(twice(mapping("1000-3000 r--p 0 00:00 0", 0, 0)))
                .as("of no file")
                .isEmpty();
    }

    @Test
    void what_a_system_does_not_tell_is_not_taken_for_granted() {
        assertThat(twice(List.of(LIBRARY, "Anonymous:             0 kB", "VmFlags: rd ex mr mw me ")))
                .isEmpty();
    }

    @Test
    void a_library_that_may_be_loading_just_now_is_left_alone_until_the_next_time() {
        MappedFiles files = new MappedFiles();
        assertThat(files.knownAndOnlyRead(mapping(LIBRARY, 0, 0).stream())).isEmpty();
        // the linker makes it writable in parts, which are other mappings then
        assertThat(files.knownAndOnlyRead(mapping(LIBRARY.replace("3000", "2000"), 0, 0).stream()))
                .isEmpty();
        assertThat(files.knownAndOnlyRead(mapping(LIBRARY.replace("3000", "2000"), 0, 0).stream()))
                .containsExactly(new Part(0x1000, 0x1000));
    }

    @Test
    void the_virtual_machine_takes_less_memory_after_it_and_goes_on() {
        MappedFiles files = new MappedFiles();
        assertThat(files.letGo()).isFalse();
        long before = MappedFiles.resident();
        assertThat(files.letGo()).isTrue();
        assertThat(MappedFiles.resident()).isLessThan(before - (2L << 20));
    }

    @Test
    void what_has_come_since_is_left_for_the_next_time(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[4096]);
        MappedFiles files = new MappedFiles();
        files.letGo();
        assertThat(files.letGo()).isTrue();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file)) {
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 4096, arena);
            assertThat(files.letGo()).isFalse();
            assertThat(files.letGo()).isTrue();
            assertThat(mapped.get(ValueLayout.JAVA_BYTE, 0)).isZero();
        }
    }

    private static List<Part> twice(List<String> smaps) {
        MappedFiles files = new MappedFiles();
        files.knownAndOnlyRead(smaps.stream());
        return files.knownAndOnlyRead(smaps.stream());
    }

    private static List<String> mapping(String head, int anonymous, int swapped) {
        return List.of(
                "500-600 rw-p 00000000 00:00 0 ",
                "Anonymous:             4 kB",
                "Swap:                  0 kB",
                "VmFlags: rd wr mr mw me ac ",
                head,
                "Size:                  8 kB",
                "Rss:                   8 kB",
                "Anonymous:      %8d kB".formatted(anonymous),
                "Swap:           %8d kB".formatted(swapped),
                "SwapPss:               0 kB",
                "VmFlags: rd mr mw me ");
    }
}
