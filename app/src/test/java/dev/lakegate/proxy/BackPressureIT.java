package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// 256 MB each way, and no more of it in memory than is on its way.
class BackPressureIT extends WithLaptop {
    private static final int MEGABYTE = 1024 * 1024;
    private static final long SIZE = 256L * MEGABYTE;
    /// Bytes of the pattern that the workspace sends over and over.
    private static final int PERIOD = 65_521;

    @Test
    void a_reader_that_stalls_stops_the_workspace_and_gets_everything_in_the_end() throws Exception {
        ask("GET", "/sandbox/bytes?n=" + 16 * MEGABYTE);
        long memory = memoryInUse();
        long produced = company.prod().produced();

        try (PlainWire wire = new PlainWire(laptop.port("prod"), 64 * 1024)) {
            Head head = wire.send(request("GET", "/sandbox/bytes?n=" + SIZE)).head();
            AtomicLong last = new AtomicLong();
            await("a workspace that no longer writes")
                    .during(Duration.ofMillis(500))
                    .until(() -> last.getAndSet(company.prod().produced()) == last.get());

            // what is under way lies in the sockets of three hops, and in HAProxy; the rest was never made
            assertThat(last.get() - produced).isLessThan(SIZE / 4);
            assertThat(memoryInUse() - memory).isLessThan(16L * MEGABYTE);

            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long length;
            try (InputStream body = new DigestInputStream(wire.body(head), digest)) {
                length = body.transferTo(OutputStream.nullOutputStream());
            }
            assertThat(length).isEqualTo(SIZE);
            assertThat(digest.digest()).isEqualTo(digestOfThePattern());
            assertThat(audited(head.requestId()).get("bytes_out").asLong()).isEqualTo(SIZE);
            assertThat(audited(head.requestId()).has("problem")).isFalse();
        }
    }

    @Test
    void a_large_upload_arrives_as_it_was_sent() throws Exception {
        byte[] part = new byte[MEGABYTE];
        new Random(1).nextBytes(part);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (PlainWire wire = connect()) {
            wire.send(request("POST", "/sandbox/digest", "Content-Length: " + SIZE));
            DigestOutputStream body = new DigestOutputStream(wire.out(), digest);
            for (long sent = 0; sent < SIZE; sent += part.length) {
                part[0]++;
                body.write(part);
            }

            Answer answer = wire.answer();

            assertThat(answer.json().get("length").asLong()).isEqualTo(SIZE);
            assertThat(answer.json().get("sha256").asString())
                    .isEqualTo(HexFormat.of().formatHex(digest.digest()));
            assertThat(audited(answer.head().requestId()).get("bytes_in").asLong())
                    .isEqualTo(SIZE);
        }
    }

    private static byte[] digestOfThePattern() throws IOException, NoSuchAlgorithmException {
        byte[] period = ask("GET", "/sandbox/bytes?n=" + PERIOD).body();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long left = SIZE; left > 0; left -= PERIOD) {
            digest.update(period, 0, (int) Math.min(left, PERIOD));
        }
        return digest.digest();
    }

    /// Of proxy, workspace and test together, which are one process here: an upper bound for the proxy.
    static long memoryInUse() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + direct;
    }
}
