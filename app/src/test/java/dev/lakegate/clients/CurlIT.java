package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// curl, as people type it.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class CurlIT {
    private static final int FILE_BYTES = 5_000_000;
    private static final int HAD_BYTES = 1_234_567;

    private final Laptop laptop;

    @TempDir
    Path folder;

    CurlIT(Laptop laptop) {
        this.laptop = laptop;
    }

    @Test
    void each_server_sent_event_is_there_before_the_next_is_sent() throws Exception {
        try (var curl = curl("--no-buffer", url("/sandbox/confirmed-sse?id=curl&count=3"))) {
            for (int event = 1; event <= 3; event++) {
                assertThat(curl.line()).isEqualTo("id: " + event);
                assertThat(curl.line()).isEqualTo("data: event " + event);
                assertThat(curl.line()).isEmpty();
                try (var confirmation = curl("--request", "POST", url("/sandbox/confirm?id=curl"))) {
                    assertThat(confirmation.rest()).isEmpty();
                }
            }
            assertThat(curl.rest()).isEmpty();
        }
    }

    @Test
    void a_file_goes_up_after_a_100_continue_and_comes_down_and_a_broken_download_is_resumed() throws Exception {
        byte[] content = new byte[FILE_BYTES];
        new Random(11).nextBytes(content);
        Path file = Files.write(folder.resolve("sent"), content);
        String remote = url("/api/2.0/fs/files/Volumes/main/default/clients/curl.bin");

        try (var up = curl("--verbose", "--stderr", "-", "--upload-file", file.toString(), remote)) {
            assertThat(up.rest())
                    .containsSubsequence(
                            "> Expect: 100-continue", "< HTTP/1.1 100 Continue", "< HTTP/1.1 204 No Content");
        }
        Path received = folder.resolve("received");
        try (var down = curl("--output", received.toString(), remote)) {
            down.rest();
        }
        assertThat(received).hasBinaryContent(content);

        Path broken = Files.write(folder.resolve("broken"), Arrays.copyOf(content, HAD_BYTES));
        try (var resumed = curl(
                "--continue-at",
                "-",
                "--output",
                broken.toString(),
                "--write-out",
                "%{http_code} %{size_download}",
                remote)) {
            assertThat(resumed.rest()).containsExactly("206 " + (FILE_BYTES - HAD_BYTES));
        }
        assertThat(broken).hasBinaryContent(content);
    }

    private ClientProgram curl(String... arguments) throws IOException {
        return ClientProgram.curl("header = \"Authorization: Bearer " + laptop.localKey("prod") + "\"\n", arguments);
    }

    private String url(String path) {
        return laptop.address("prod").resolve(path).toString();
    }
}
