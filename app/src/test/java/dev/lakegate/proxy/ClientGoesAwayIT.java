package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A client that ends in the middle: its request ends at the gateway and at the workspace as well, and is written down.
class ClientGoesAwayIT extends WithLaptop {
    private static final long GIGABYTE = 1024L * 1024 * 1024;

    @Test
    void in_a_download() throws IOException {
        long before = company.prod().produced();
        Head head;
        try (PlainWire wire = connect()) {
            head = wire.send(request("GET", "/sandbox/bytes?n=" + GIGABYTE)).head();
            wire.body(head).readNBytes(1_000_000);
            assertThat(requestsUnderWay()).isPositive();
            wire.abort();
        }

        JsonNode line = audited(head.requestId());
        assertThat(line.get("problem").asString()).isEqualTo("client_gone");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("bytes_out").asLong()).isBetween(1_000_000L, GIGABYTE / 2);
        assertThat(endAtTheGateway(head.requestId())).startsWith("C");
        AtomicLong last = new AtomicLong();
        await("a workspace that no longer writes")
                .during(Duration.ofMillis(200))
                .until(() -> last.getAndSet(company.prod().produced()) == last.get());
        assertThat(last.get() - before).isLessThan(GIGABYTE / 2);
    }

    @Test
    void between_two_events() throws IOException {
        Head head;
        try (PlainWire wire = connect()) {
            head = wire.send(request("GET", "/sandbox/sse?count=100000&ms=20")).head();
            wire.body(head).readNBytes(20);
            wire.abort();
        }

        assertThat(audited(head.requestId()).get("problem").asString()).isEqualTo("client_gone");
        assertThat(endAtTheGateway(head.requestId())).startsWith("C");
    }

    @Test
    void in_an_upload_with_a_length() throws IOException {
        assertUploadEnds("Content-Length: " + GIGABYTE, "a".repeat(200_000), 200_000);
    }

    @Test
    void in_an_upload_in_chunks() throws IOException {
        assertUploadEnds("Transfer-Encoding: chunked", "186a0\r\n" + "a".repeat(100_000) + "\r\n186a0\r\nbbb", 100_003);
    }

    @Test
    void before_an_answer_has_come() throws IOException {
        try (PlainWire wire = connect()) {
            wire.send(request("GET", "/sandbox/slow?ms=300&who=leaver"));
            await("the request").until(() -> company.prod().requests().stream()
                    .anyMatch(request -> request.target().endsWith("leaver")));
            wire.abort();
        }

        JsonNode line = theOnlyLineOf("/sandbox/slow");
        assertThat(line.get("problem").asString()).isEqualTo("client_gone");
    }

    @Test
    void thirty_times_and_no_connection_is_left() throws IOException {
        for (int number = 0; number < 30; number++) {
            try (PlainWire wire = connect()) {
                Head head = wire.send(request("GET", "/sandbox/stream?n=" + GIGABYTE)).head();
                wire.body(head).read();
                wire.abort();
            }
        }

        await("the end of each at the gateway").until(() -> requestsUnderWay() == 0);
        assertThat(ask("GET", ME).status()).isEqualTo(200);
    }

    private static void assertUploadEnds(String framing, String part, int bytes) throws IOException {
        long before = linesOf("/sandbox/digest");
        long received = company.prod().count();
        try (PlainWire wire = connect()) {
            wire.send(request("POST", "/sandbox/digest", framing)).send(part);
            await("the request").until(() -> company.prod().count() == received + 1);
            wire.abort();
        }

        await("its audit line").until(() -> linesOf("/sandbox/digest") == before + 1);
        JsonNode line = laptop.audit().stream()
                .filter(at -> at.path("path").asString().equals("/sandbox/digest"))
                .toList()
                .getLast();
        assertThat(line.get("problem").asString()).isEqualTo("client_gone");
        assertThat(line.get("bytes_in").asLong()).isBetween(1L, (long) bytes);
        assertThat(endAtTheGateway(line.get("request_id").asString())).startsWith("C");
    }

    private static JsonNode theOnlyLineOf(String path) {
        await("its audit line").until(() -> linesOf(path) == 1);
        return laptop.audit().stream()
                .filter(at -> at.path("path").asString().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static long linesOf(String path) {
        return laptop.audit().stream()
                .filter(line -> line.path("path").asString().equals(path))
                .count();
    }

    /// How HAProxy says the request ended; `C` is for its client, the proxy.
    private static String endAtTheGateway(String requestId) {
        return await("the gateway's line of " + requestId)
                .until(
                        () -> company.gateway().auditLines().stream()
                                .filter(line -> line.path("prid").asString().equals(requestId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .get("end")
                .asString();
    }
}
