package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Dozens of clients who read, or write, a byte now and then: others are served meanwhile, and each of them in the end,
/// but for those who do not come to a request in time.
@Timeout(180)
class SlowClientsIT extends WithLaptop {
    private static final int OF_EACH = 48;
    private static final int MEGABYTE = 1024 * 1024;
    private static final int DOWNLOAD = 8 * MEGABYTE;
    private static final int UPLOAD = 220;
    /// A byte so often: the slowest head would take longer than [Newcomers#DEADLINE].
    private static final Duration ROUND = Duration.ofMillis(100);

    private long memory;

    @BeforeEach
    void warm_up() throws IOException {
        ask("GET", "/sandbox/bytes?n=" + 16 * MEGABYTE);
        memory = BackPressureIT.memoryInUse();
    }

    @Test
    void byte_by_byte_over_http_1() throws Exception {
        List<Reader> readers = new ArrayList<>();
        List<PlainWire> writers = new ArrayList<>();
        List<PlainWire> beginners = new ArrayList<>();
        for (int number = 0; number < OF_EACH; number++) {
            PlainWire reader = new PlainWire(laptop.port("prod"), 64 * 1024);
            Head head =
                    reader.send(request("GET", "/sandbox/bytes?n=" + DOWNLOAD)).head();
            readers.add(new Reader(reader, head, reader.body(head)));
            writers.add(connect().send(request("POST", "/sandbox/digest", "Content-Length: " + UPLOAD)));
            beginners.add(connect());
        }
        byte[] beginning = request("GET", "/never/" + "a".repeat(UPLOAD)).getBytes(StandardCharsets.US_ASCII);

        AtomicInteger round = new AtomicInteger();
        await("all that is written byte by byte")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(ROUND)
                .until(() -> {
                    int at = round.getAndIncrement();
                    for (int number = 0; number < OF_EACH; number++) {
                        assertThat(readers.get(number).body().read()).isNotNegative();
                        writers.get(number).send(new byte[] {1});
                        sendUnlessEnded(beginners.get(number), beginning[at]);
                    }
                    assertThat(ask("GET", ME).status()).isEqualTo(200);
                    return at == UPLOAD - 1;
                });

        assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(OF_EACH * MEGABYTE / 2L);
        for (int number = 0; number < OF_EACH; number++) {
            Answer digest = writers.get(number).answer();
            assertThat(digest.json().get("length").asInt()).isEqualTo(UPLOAD);
            JsonNode upload = audited(digest.head().requestId());
            assertThat(upload.get("bytes_in").asInt()).isEqualTo(UPLOAD);
            assertThat(upload.has("problem")).isFalse();
            assertThat(beginners.get(number).isEnded()).isTrue();
            readers.get(number).leaveOrReadOn(number);
            writers.get(number).close();
        }
        assertThat(company.prod().requests())
                .noneMatch(request -> request.target().startsWith("/never"));
        assertThat(laptop.audit())
                .noneMatch(line -> line.path("path").asString().startsWith("/never"));
    }

    private static void sendUnlessEnded(PlainWire wire, byte one) {
        try {
            wire.send(new byte[] {one});
        } catch (IOException ended) {
            // as it must be at the deadline
        }
    }

    private record Reader(PlainWire wire, Head head, InputStream body) {
        /// Either is written down as what it is.
        void leaveOrReadOn(int number) throws IOException {
            if (number % 2 == 0) {
                wire.abort();
                assertThat(audited(head.requestId()).get("problem").asString()).isEqualTo("client_gone");
            } else {
                assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(DOWNLOAD - UPLOAD);
                assertThat(audited(head.requestId()).get("bytes_out").asInt()).isEqualTo(DOWNLOAD);
                wire.close();
            }
        }
    }

    @Test
    void a_window_of_one_byte_for_each_of_dozens_of_streams() throws Exception {
        long before = downloadsGivenUp();
        try (FrameWire wire = new FrameWire(laptop.port("prod"))) {
            wire.send(FrameWire.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 1);
            byte[] block = FrameWire.block(List.of(
                    Map.entry(":method", "GET"),
                    Map.entry(":scheme", "http"),
                    Map.entry(":authority", "127.0.0.1:" + laptop.port("prod")),
                    Map.entry(":path", "/sandbox/bytes?n=" + DOWNLOAD),
                    Map.entry("authorization", "Bearer " + laptop.localKey("prod"))));
            for (int number = 0; number < OF_EACH; number++) {
                wire.send(FrameWire.HEADERS, FrameWire.END_HEADERS | FrameWire.END_STREAM, 2 * number + 1, block);
            }
            for (int bytes = 0; bytes < 20 * OF_EACH; ) {
                FrameWire.Frame frame = wire.next();
                if (frame.type() == FrameWire.DATA) {
                    assertThat(frame.payload()).hasSizeLessThanOrEqualTo(1);
                    bytes += frame.payload().length;
                    wire.send(
                            FrameWire.WINDOW_UPDATE,
                            0,
                            frame.stream(),
                            ByteBuffer.allocate(4).putInt(1).array());
                }
            }
            assertThat(ask("GET", ME).status()).isEqualTo(200);
            assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(OF_EACH * MEGABYTE / 2L);
        }

        await("a line for each").until(() -> downloadsGivenUp() == before + OF_EACH);
        await("no request under way at the gateway").until(() -> requestsUnderWay() == 0);
    }

    private static long downloadsGivenUp() {
        return laptop.audit().stream()
                .filter(line -> line.path("path").asString().equals("/sandbox/bytes"))
                .filter(line -> line.path("problem").asString().equals("client_gone"))
                .count();
    }
}
