package dev.lakegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    @Test
    void what_a_burst_has_taken_is_given_back_when_few_requests_come() throws Exception {
        List<Long> megabytes = megabytesOfAProcess();

        long burst = megabytes.get(0);
        assertThat(burst).isGreaterThan(250);
        assertThat(megabytes.get(1)).as("while many requests come").isEqualTo(burst);
        assertThat(megabytes.get(2)).as("when few do").isLessThan(100);
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

    /// Prints how large the heap is after a burst, after a look while requests come, and after one when none do.
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
    }
}
