package dev.lakegate.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the openers are shell scripts")
class BrowserTest {
    private static final URI ADDRESS = URI.create("https://id.acme.example/authorize?a=b&c=%20d;$(x)'#y");

    @TempDir
    Path folder;

    @Test
    void the_address_is_handed_to_the_program_in_browser_as_one_argument() throws Exception {
        Path seen = folder.resolve("seen");
        Path opener = script("opener", "printf '%s|' \"$#\" \"$@\" > '" + seen + "'");

        assertThat(browser(opener.toString()).open(ADDRESS)).isTrue();
        assertThat(seen).hasContent("1|" + ADDRESS + "|");
    }

    @Test
    void a_program_whose_path_has_a_blank_is_one_program() throws Exception {
        Path opener = script("my opener", "exit 0");

        assertThat(browser(opener.toString()).open(ADDRESS)).isTrue();
    }

    @Test
    void an_opener_that_fails_has_opened_nothing() throws Exception {
        Path opener = script("opener", "exit 3");

        assertThat(browser(opener.toString()).open(ADDRESS)).isFalse();
    }

    @Test
    void an_opener_that_is_not_there_has_opened_nothing() {
        assertThat(browser(folder.resolve("absent").toString()).open(ADDRESS)).isFalse();
    }

    @Test
    void a_talkative_opener_does_not_hang_on_its_own_words() throws Exception {
        Path end = folder.resolve("end");
        Path opener =
                script("opener", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; cat; touch '" + end + "'");

        assertThat(browser(opener.toString()).open(ADDRESS)).isTrue();
        assertThat(end).exists();
    }

    @Test
    void an_interrupted_thread_stays_interrupted() throws Exception {
        Path opener = script("opener", "sleep 2");

        Thread.currentThread().interrupt();

        assertThat(browser(opener.toString()).open(ADDRESS)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Browser browser(String program) {
        return new Browser(Map.of("BROWSER", program), "Linux");
    }

    private Path script(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
