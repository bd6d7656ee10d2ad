package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import dev.lakegate.sandbox.service.GrpcService;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// 1 GB by gRPC to a client that no longer reads, and no more of it in memory than its windows let in.
@Timeout(120)
class GrpcBackPressureIT {
    private static final int MEGABYTE = 1024 * 1024;
    private static final String DOWNLOAD = "/sandbox.Calls/Download";
    /// Messages of 64 KiB.
    private static final int A_GIGABYTE = 16 * 1024;

    @TempDir
    static Path folder;

    private static Sandbox company;
    private static GrpcService service;
    private static Laptop laptop;

    @BeforeAll
    static void aliceSignsIn() throws Exception {
        company = Sandbox.start(folder);
        service = new GrpcService(company.certificates().server("grpc.lakegate.test"));
        company.serve(Map.of("grpc", service.port()));
        laptop = company.laptop(company.configuration() + """

                [profile.acme.route.grpc]
                port = $PORT_GRPC
                workspace = "grpc.lakegate.test"
                credential = "identity"
                """);
        laptop.start();
        laptop.signIn("alice");
    }

    @AfterAll
    static void end() {
        company.close();
        service.close();
    }

    @Test
    void a_reader_that_stalls_stops_the_server_and_goes_on_where_it_was() throws Exception {
        try (FrameWire warmUp = download(256)) {
            read(warmUp, 8 * MEGABYTE);
        }
        service.awaitCancelled();
        long memory = BackPressureIT.memoryInUse();
        long before = service.downloaded();

        try (FrameWire wire = download(A_GIGABYTE)) {
            WithLaptop.await("the first of it").until(() -> service.downloaded() > before + 65_536);
            long stalled = stalledAt();
            // what is under way lies in the windows of three hops, in HAProxy and in the server
            assertThat(stalled - before).isLessThan(16L * MEGABYTE);
            assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(16L * MEGABYTE);

            read(wire, 32 * MEGABYTE);

            assertThat(stalledAt() - before).isBetween(32L * MEGABYTE, 48L * MEGABYTE);
            assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(16L * MEGABYTE);
        }

        service.awaitCancelled();
        WithLaptop.await("its audit line").until(() -> linesOfGivenUp().size() == 2);
        JsonNode line = linesOfGivenUp().getLast();
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("bytes_out").asLong()).isBetween(32L * MEGABYTE, 48L * MEGABYTE);
    }

    private static long stalledAt() {
        AtomicLong last = new AtomicLong();
        WithLaptop.await("a server that no longer sends")
                .during(Duration.ofMillis(500))
                .until(() -> last.getAndSet(service.downloaded()) == last.get());
        return last.get();
    }

    private static List<JsonNode> linesOfGivenUp() {
        return laptop.audit().stream()
                .filter(line -> line.path("path").asString().equals(DOWNLOAD))
                .filter(line -> line.path("problem").asString().equals("client_gone"))
                .toList();
    }

    /// The call, of which nothing is read yet; the client has HTTP/2's first windows, 64 KiB.
    private static FrameWire download(int messages) throws IOException {
        byte[] count = String.valueOf(messages).getBytes(US_ASCII);
        return new FrameWire(laptop.port("grpc"))
                .send(
                        FrameWire.HEADERS,
                        FrameWire.END_HEADERS,
                        1,
                        FrameWire.block(List.of(
                                Map.entry(":method", "POST"),
                                Map.entry(":scheme", "http"),
                                Map.entry(":authority", "127.0.0.1:" + laptop.port("grpc")),
                                Map.entry(":path", DOWNLOAD),
                                Map.entry("content-type", "application/grpc"),
                                Map.entry("te", "trailers"),
                                Map.entry("authorization", "Bearer " + laptop.localKey("grpc")))))
                .send(
                        FrameWire.DATA,
                        FrameWire.END_STREAM,
                        1,
                        ByteBuffer.allocate(5 + count.length)
                                .put((byte) 0)
                                .putInt(count.length)
                                .put(count)
                                .array());
    }

    /// So many bytes, for which it makes room at once, and what was there.
    private static void read(FrameWire wire, int bytes) throws IOException {
        byte[] more = ByteBuffer.allocate(4).putInt(bytes).array();
        wire.send(FrameWire.WINDOW_UPDATE, 0, 0, more).send(FrameWire.WINDOW_UPDATE, 0, 1, more);
        for (int left = bytes; left > 0; ) {
            FrameWire.Frame frame = wire.next();
            left -= frame.type() == FrameWire.DATA ? frame.payload().length : 0;
        }
    }
}
