package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers as a broken gateway gives them, or one taken over: each has a defined end, none looks whole that is not, and
/// none is taken for the answer to another request.
@Timeout(60)
class BadAnswersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SECOND = OK + "Content-Length: 6\r\n\r\npoison";
    /// After which part of an answer the connection ends, and how.
    private static final String THEN_ENDS = "\u0000ends";
    private static final String THEN_CUT = "\u0000cut";
    private static final String THEN_RESET = "\u0000reset";

    @TempDir
    static Path folder;

    private static final Map<String, List<String>> ANSWERS = new ConcurrentHashMap<>();
    private static final Set<String> GIVEN = ConcurrentHashMap.newKeySet();
    private static HostileGateway gateway;
    private static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, BadAnswersTest::answer);
        route = gateway.route(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
        assertThat(route.buffersInUse()).isEmpty();
    }

    @AfterEach
    void nothing_is_left_over() throws IOException {
        try (PlainWire wire = route.connect()) {
            for (int number = 0; number < 4; number++) {
                String target = "/echo/" + System.nanoTime();
                assertThat(wire.send(route.request("GET", target)).answer().text())
                        .isEqualTo(target);
            }
        }
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
    }

    private static void answer(String target, HostileGateway.Wire wire) throws IOException {
        try {
            for (String part : ANSWERS.get(target)) {
                switch (part) {
                    case THEN_ENDS -> wire.end();
                    case THEN_CUT -> wire.cut();
                    case THEN_RESET -> wire.reset();
                    default -> wire.send(part);
                }
            }
        } finally {
            GIVEN.add(target); // also when the proxy had enough of it, and hung up before its end
        }
    }

    private static String script(String... parts) {
        String target = "/bad/" + ANSWERS.size();
        ANSWERS.put(target, List.of(parts));
        return target;
    }

    static Stream<Arguments> noAnswer() {
        return Stream.of(
                arguments("no HTTP", script("GARBAGE\r\n\r\n")),
                arguments("another version", script("HTTP/3.7 200 OK\r\n\r\n")),
                arguments("no status", script("HTTP/1.1 OK\r\n\r\n")),
                arguments("status 000", script("HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n")),
                arguments("a status of two digits", script("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")),
                arguments("a status of four digits", script("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n")),
                arguments("two lengths", script(OK + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")),
                arguments("a length twice", script(OK + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc")),
                arguments("a list of lengths", script(OK + "Content-Length: 3, 4\r\n\r\nabcd")),
                arguments("a negative length", script(OK + "Content-Length: -1\r\n\r\n")),
                arguments("a length beyond 64 bits", script(OK + "Content-Length: 99999999999999999999\r\n\r\nabc")),
                arguments(
                        "a length and chunks",
                        script(OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
                arguments(
                        "chunks and a length",
                        script(OK + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n")),
                arguments("a coding unknown", script(OK + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", THEN_ENDS)),
                arguments("gzip under chunked", script(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")),
                arguments(
                        "chunked, not last",
                        script(OK + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", THEN_ENDS)),
                arguments("NUL in a field", script(OK + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n")),
                arguments("CR in a field", script(OK + "X-A: a\rb\r\nContent-Length: 0\r\n\r\n")),
                arguments("a blank before the colon", script(OK + "Content-Length : 0\r\n\r\n")),
                arguments(
                        "a field too large",
                        script(OK + "X-A: " + "a".repeat(70_000) + "\r\nContent-Length: 0\r\n\r\n")),
                arguments("too many fields", script(OK + "X-A: b\r\n".repeat(20_000) + "Content-Length: 0\r\n\r\n")),
                arguments("1xx without end", script("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(5_000))),
                arguments("100 without end", script("HTTP/1.1 100 Continue\r\n\r\n".repeat(5_000))),
                arguments(
                        "101, unasked",
                        script(
                                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nbytes")),
                arguments("half a status line, then the end", script("HTTP/1.1 2", THEN_ENDS)),
                arguments("half a head, then the end", script(OK + "X-A: b\r\n", THEN_ENDS)),
                arguments("half a head, then a cut", script(OK + "X-A: b\r\n", THEN_CUT)),
                arguments("half a head, then a reset", script(OK + "X-A: b\r\n", THEN_RESET)),
                arguments("nothing, then the end", script(THEN_ENDS)),
                arguments("nothing, then a reset", script(THEN_RESET)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswer")
    void what_is_no_answer_is_a_bad_gateway(String what, String target) throws IOException {
        Answer answer;
        try (PlainWire wire = route.connect()) {
            wire.send(route.request("POST", target, "Content-Length: 0"));
            Head head = wire.head();
            while (head.status() == 103) {
                head = wire.head();
            }
            answer = new Answer(head, wire.body(head).readAllBytes());
        }

        WithLaptop.assertProblem(answer, 502, "gateway_broke_off");
        assertThat(route.audited(answer.head().requestId()).get("status").asInt())
                .isEqualTo(502);
        assertThat(gateway.targets()).filteredOn(target::equals).hasSize(1);
    }

    static Stream<Arguments> halves() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                arguments("less than its length, then the end", script(OK + "Content-Length: 9\r\n\r\nabc", THEN_ENDS)),
                arguments("less than its length, then a cut", script(OK + "Content-Length: 9\r\n\r\nabc", THEN_CUT)),
                arguments(
                        "less than its length, then a reset", script(OK + "Content-Length: 9\r\n\r\nabc", THEN_RESET)),
                arguments("chunks without the last, then the end", script(chunked + "3\r\nabc\r\n", THEN_ENDS)),
                arguments("chunks without the last, then a cut", script(chunked + "3\r\nabc\r\n", THEN_CUT)),
                arguments("half a trailer, then the end", script(chunked + "3\r\nabc\r\n0\r\nX-A: b", THEN_ENDS)),
                arguments("a chunk longer than it says", script(chunked + "3\r\nabcdef\r\n0\r\n\r\n")),
                arguments("a chunk shorter than it says", script(chunked + "9\r\nabc\r\n0\r\n\r\n", THEN_ENDS)),
                arguments("a size that is no number", script(chunked + "3\r\nabc\r\nzz\r\nabc\r\n0\r\n\r\n")),
                arguments("a negative size", script(chunked + "3\r\nabc\r\n-3\r\nabc\r\n0\r\n\r\n")),
                arguments(
                        "a size beyond 64 bits", script(chunked + "3\r\nabc\r\nfffffffffffffffff\r\nabc\r\n0\r\n\r\n")),
                arguments("trailers without end", script(chunked + "3\r\nabc\r\n0\r\n" + "X-A: b\r\n".repeat(20_000))),
                arguments("no length, and a cut below TLS", script(OK + "\r\nabc", THEN_CUT)),
                arguments("no length, and a reset", script(OK + "\r\nabc", THEN_RESET)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halves")
    void half_an_answer_is_never_taken_for_a_whole_one(String what, String target) throws IOException {
        String got;
        try (PlainWire wire = route.connect()) {
            Answer answer = wire.send(route.request("GET", target)).answer();
            got = answer.status() + " " + answer.text();
            assertThat(answer.status()).as(got).isEqualTo(502);
        } catch (EOFException | SocketException cut) {
            // as it must be
        }
    }

    static Stream<Arguments> more() {
        return Stream.of(
                arguments("a second answer at once", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabc" + SECOND)),
                arguments("a second answer after it", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabc", SECOND)),
                arguments("a third", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabc", SECOND, SECOND, SECOND)),
                arguments("more than its length", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabcd")),
                arguments("more than its length, later", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabc", "d")),
                arguments(
                        "more than the last chunk",
                        200,
                        "abc",
                        script(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", SECOND)),
                arguments(
                        "the last chunk, and no more",
                        200,
                        "abc",
                        script(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", THEN_ENDS)),
                arguments("204 with a body", 204, "", script("HTTP/1.1 204 No\r\nContent-Length: 50\r\n\r\n", SECOND)),
                arguments(
                        "204 with chunks",
                        204,
                        "",
                        script("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")),
                arguments("304 with a body", 304, "", script("HTTP/1.1 304 Not\r\nContent-Length: 50\r\n\r\n", SECOND)),
                arguments(
                        "205 with a body",
                        205,
                        "abc",
                        script("HTTP/1.1 205 Reset\r\nContent-Length: 3\r\n\r\nabc", SECOND)),
                arguments(
                        "a hop's own fields",
                        200,
                        "abc",
                        script(
                                OK
                                        + "Connection: X-Foo, X-Bar\r\nX-Foo: a\r\nX-Bar: a\r\nKeep-Alive: a\r\nContent-Length: 3\r\n\r\nabc")),
                arguments("HTTP/1.0 without a length", 200, "abc", script("HTTP/1.0 200 OK\r\n\r\nabc", THEN_ENDS)),
                arguments("no length", 200, "abc", script(OK + "\r\nabc", THEN_ENDS)),
                arguments(
                        "an unknown status", 999, "abc", script("HTTP/1.1 999 What\r\nContent-Length: 3\r\n\r\nabc")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("more")
    void what_follows_an_answer_is_no_answer_to_another_request(String what, int status, String body, String target)
            throws IOException {
        try (PlainWire wire = route.connect()) {
            Answer answer = wire.send(route.request("GET", target)).answer();
            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo(body);
            assertThat(answer.head().fields()).doesNotContainKeys("X-Foo", "X-Bar", "Keep-Alive");
            WithLaptop.await("all of it to be sent, or refused").until(() -> GIVEN.contains(target));
            for (int number = 0; number < 3; number++) {
                String next = "/echo/" + number;
                assertThat(wire.send(route.request("GET", next)).answer().text())
                        .isEqualTo(next);
            }
        }
    }

    /// Whoever has the connection next finds these bytes before it has asked, each time.
    @RepeatedTest(20)
    void a_second_answer_waits_for_nobody() throws IOException {
        what_follows_an_answer_is_no_answer_to_another_request(
                "a second answer after it", 200, "abc", script(OK + "Content-Length: 3\r\n\r\nabc", SECOND));
    }

    @Test
    void head_with_a_body() throws IOException {
        String target = script(OK + "Content-Length: 3\r\n\r\n", "abc");
        try (PlainWire wire = route.connect()) {
            Head head = wire.send(route.request("HEAD", target)).head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Length")).contains("3");
            WithLaptop.await("all of it to be sent, or refused").until(() -> GIVEN.contains(target));
            assertThat(wire.send(route.request("GET", "/echo/1")).answer().text())
                    .isEqualTo("/echo/1");
        }
    }

    @Test
    void compressed_bytes_pass() throws IOException {
        String bytes = new String(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3}, StandardCharsets.ISO_8859_1);
        String target = script(OK + "Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\n" + bytes);
        Answer answer = route.ask("GET", target, "Accept-Encoding: gzip");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
        assertThat(answer.head().field("Content-Encoding")).contains("gzip");
    }
}
