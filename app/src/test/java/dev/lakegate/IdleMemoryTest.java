package dev.lakegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.MappedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IdleMemoryTest {
    @Test
    void what_a_burst_has_taken_is_given_back_when_few_requests_come() throws Exception {
        List<Long> megabytes = megabytesOfAProcess();

        long burst = megabytes.get(0);
        assertThat(burst).isGreaterThan(250);
        assertThat(megabytes.get(1)).as("while many requests come").isEqualTo(burst);
        assertThat(megabytes.get(2)).as("when few do").isLessThan(100);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is not known what has been read")
    void what_a_start_has_read_is_let_go_of_when_few_requests_come() throws Exception {
        List<Long> megabytes = megabytesOfAProcess();

        long start = megabytes.get(3);
        assertThat(megabytes.get(4)).as("while many requests come").isGreaterThanOrEqualTo(start);
        assertThat(megabytes.get(5)).as("when few do").isLessThan(start - 8);
    }

    /// With the collector of the image.
    private static List<Long> megabytesOfAProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:-ShrinkHeapInSteps",
                        "-Xms24m",
                        "-Xmn16m",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Burst.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().map(Long::valueOf).toList();
    }

    /// Prints how large the heap is after a burst, after a look while requests come, and after one when none do; then
    /// the
    /// same of the files that are mapped, which are known since that last look.
    static final class Burst {
        private static long requests;

        private Burst() {}

        public static void main(String[] arguments) {
            IdleMemory memory = new IdleMemory(() -> requests, () -> {});
            take();
            tell();
            requests = 100_000;
            memory.look();
            tell();
            memory.look();
            tell();
            tellOfFiles();
            requests = 200_000;
            memory.look();
            tellOfFiles();
            memory.look();
            tellOfFiles();
        }

        private static void take() {
            byte[][] taken = new byte[300][1 << 20];
            if (taken.length != 300) {
                throw new IllegalStateException("not as much as was asked for");
            }
        }

        private static void tell() {
            System.out.println(Runtime.getRuntime().totalMemory() >> 20);
        }

        private static void tellOfFiles() {
            System.out.println(MappedFiles.resident() >> 20);
        }
    }
}
