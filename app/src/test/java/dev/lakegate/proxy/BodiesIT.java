package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies arrive whole, in the framing they were sent in, and as they come.
class BodiesIT extends WithLaptop {
    private static final String FILE = "/api/2.0/fs/files/Volumes/main/default/bodies/";
    private static final AtomicInteger FILES = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 65_521, 1_000_000})
    void a_body_whose_length_is_told_comes_down_with_it(int length) throws IOException {
        Answer answer = ask("GET", "/sandbox/bytes?n=" + length);

        assertThat(answer.head().field("Content-Length")).contains(String.valueOf(length));
        assertThat(answer.body()).isEqualTo(pattern(length));
        assertThat(audited(answer.head().requestId()).get("bytes_out").asInt()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_522, 1_000_000})
    void a_body_whose_length_is_not_told_comes_down_in_chunks(int length) throws IOException {
        Answer answer = ask("GET", "/sandbox/stream?n=" + length);

        assertThat(answer.head().field("Transfer-Encoding")).contains("chunked");
        assertThat(answer.head().field("Content-Length")).isEmpty();
        assertThat(answer.body()).isEqualTo(pattern(length));
        assertThat(audited(answer.head().requestId()).get("bytes_out").asInt()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, 3_000_000})
    void a_body_goes_up_whole_with_a_length_and_in_chunks(int length) throws Exception {
        byte[] body = random(length);

        try (PlainWire wire = connect()) {
            Answer counted = wire.send(request("POST", "/sandbox/digest", "Content-Length: " + length))
                    .send(body)
                    .answer();
            assertDigest(counted, body);
            assertThat(received(counted.head().requestId()).fields("Content-Length"))
                    .containsExactly(String.valueOf(length));

            Answer chunked = wire.send(request("POST", "/sandbox/digest", "Transfer-Encoding: chunked"))
                    .send(chunks(body, 10_007))
                    .answer();
            assertDigest(chunked, body);
            // an empty body may be known to be empty before the fields have gone up
            assertThat(received(chunked.head().requestId()).fields("Content-Length"))
                    .isIn(List.of(), length == 0 ? List.of("0") : List.of());
        }
    }

    @Test
    void one_without_a_body_goes_up_without_one() throws Exception {
        assertDigest(ask("POST", "/sandbox/digest"), new byte[0]);
    }

    @Test
    void a_body_that_waits_for_permission_gets_it_from_the_workspace() throws Exception {
        byte[] body = random(100_000);
        try (PlainWire wire = connect()) {
            wire.send(request("POST", "/sandbox/digest", "Content-Length: 100000", "Expect: 100-continue"));
            assertThat(wire.head().status()).isEqualTo(100);

            Answer answer = wire.send(body).answer();

            assertDigest(answer, body);
            assertThat(received(answer.head().requestId()).fields("Expect")).containsExactly("100-continue");
        }
    }

    @Test
    void answers_without_a_body_keep_their_fields_and_the_connection() throws IOException {
        String file = FILE + FILES.incrementAndGet();
        try (PlainWire wire = connect()) {
            Answer created =
                    wire.send(request("PUT", file, "Content-Length: 3") + "abc").answer();
            assertThat(created.status()).isEqualTo(204);
            assertThat(created.head().field("Content-Length")).isEmpty();

            Head described = wire.send(request("HEAD", file)).head();
            assertThat(described.status()).isEqualTo(200);
            assertThat(described.field("Content-Length")).contains("3");

            Head unchanged = wire.send(request("GET", "/sandbox/status?code=304&length=1234"))
                    .head();
            assertThat(unchanged.status()).isEqualTo(304);

            Head missing = wire.send(request("HEAD", "/sandbox/status?code=404&length=99"))
                    .head();
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.field("Content-Length")).contains("99");

            assertThat(wire.send(request("GET", file)).answer().text()).isEqualTo("abc");
        }
    }

    @Test
    void a_part_of_a_file_can_be_had() throws IOException {
        String file = FILE + FILES.incrementAndGet();
        byte[] content = random(200_000);
        try (PlainWire wire = connect()) {
            wire.send(request("PUT", file, "Content-Length: 200000"))
                    .send(content)
                    .answer();

            Answer part =
                    wire.send(request("GET", file, "Range: bytes=1000-150999")).answer();
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.head().field("Content-Range")).contains("bytes 1000-150999/200000");
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 151_000));

            Answer beyond =
                    wire.send(request("GET", file, "Range: bytes=200000-")).answer();
            assertThat(beyond.status()).isEqualTo(416);
            assertThat(beyond.head().field("Content-Range")).contains("bytes */200000");
        }
    }

    @Test
    void a_body_is_answered_while_it_still_goes_up() throws IOException {
        try (PlainWire wire = connect()) {
            wire.send(request("POST", "/sandbox/echo", "Transfer-Encoding: chunked"));
            wire.send(chunk("ping 1"));
            Head head = wire.head();
            InputStream echo = wire.body(head);
            assertThat(new String(echo.readNBytes(6), StandardCharsets.US_ASCII))
                    .isEqualTo("ping 1");

            for (int number = 2; number <= 5; number++) {
                wire.send(chunk("ping " + number));
                assertThat(new String(echo.readNBytes(6), StandardCharsets.US_ASCII))
                        .isEqualTo("ping " + number);
            }
            wire.send("0\r\n\r\n");

            assertThat(echo.read()).isEqualTo(-1);
            assertThat(audited(head.requestId()).get("bytes_in").asInt()).isEqualTo(30);
            assertThat(audited(head.requestId()).get("bytes_out").asInt()).isEqualTo(30);
        }
    }

    @Test
    void events_arrive_one_by_one_not_when_there_are_enough_of_them() throws IOException {
        try (PlainWire wire = connect()) {
            Head head = wire.send(request("GET", "/sandbox/sse?count=20&ms=50")).head();
            assertThat(head.field("Content-Type")).contains("text/event-stream");
            InputStream events = wire.body(head);

            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int pieces = 0;
            byte[] piece = new byte[8192];
            for (int read = events.read(piece); read >= 0; read = events.read(piece)) {
                pieces++;
                text.write(piece, 0, read);
            }

            assertThat(text.toString(StandardCharsets.US_ASCII))
                    .startsWith("id: 1\n")
                    .contains("data: event 20\n");
            // a machine that is busy may join some, a proxy that collects joins all
            assertThat(pieces).isGreaterThan(10);
        }
    }

    @Test
    void a_denial_reaches_a_client_whose_large_body_nobody_wants() throws IOException {
        try (PlainWire wire = connect()) {
            wire.send(request("POST", "/api/2.0/token/create", "Content-Length: 50000000"));
            Thread.startVirtualThread(() -> send(wire, new byte[50_000_000]));

            Answer answer = wire.answer();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().get("error_code").asString()).isEqualTo("PATH_NOT_ALLOWED");
            var line = audited(answer.head().requestId());
            assertThat(line.get("denial").asString()).isEqualTo("path_not_allowed");
            assertThat(line.get("status").asInt()).isEqualTo(403);
        }
    }

    private static void send(PlainWire wire, byte[] bytes) {
        try {
            wire.send(bytes);
        } catch (IOException nobodyWantsIt) {
            // the other side has answered already and need not read on
        }
    }

    private static void assertDigest(Answer answer, byte[] body) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("length").asInt()).isEqualTo(body.length);
        assertThat(answer.json().get("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        assertThat(audited(answer.head().requestId()).get("bytes_in").asInt()).isEqualTo(body.length);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /// What the workspace's `bytes` and `stream` consist of.
    private static byte[] pattern(int length) {
        byte[] pattern = new byte[length];
        for (int at = 0; at < length; at++) {
            int in = at % 65_521;
            pattern[at] = (byte) (in * 31 + (in >> 8));
        }
        return pattern;
    }

    private static byte[] chunks(byte[] body, int each) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += each) {
            int to = Math.min(body.length, from + each);
            chunks.write((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, from, to - from);
            chunks.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
