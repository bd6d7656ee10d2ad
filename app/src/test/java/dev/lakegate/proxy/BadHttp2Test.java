package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.CONTINUATION;
import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.PADDED;
import static dev.lakegate.proxy.FrameWire.PING;
import static dev.lakegate.proxy.FrameWire.RST_STREAM;
import static dev.lakegate.proxy.FrameWire.SETTINGS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What HTTP/2 can carry and HTTP/1.1 cannot goes no further than the proxy (RFC 9113 §8.2, §10.3), and no flood of
/// frames keeps others from being served (§10.5).
@Timeout(60)
class BadHttp2Test {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    static Path folder;

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final AtomicInteger WAITING = new AtomicInteger();
    private static HostileGateway gateway;
    private static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, (target, wire) -> {
            WAITING.incrementAndGet();
            NEVER.await();
        });
        route = gateway.route(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        NEVER.countDown();
        route.close();
        gateway.close();
        // Jetty leaves to the collector what it has of a head when that turns out to be too large
        assertThat(route.buffersInUse()).noneMatch(taken -> !taken.contains("HeaderBlockFragments"));
    }

    @AfterEach
    void the_next_connection_is_served_and_nothing_is_left() throws IOException {
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_HEADERS | END_STREAM, 1, FrameWire.block(fields()));
            assertThat(wire.outcome(1)).isEqualTo("200");
        }
        assertThat(gateway.targets()).doesNotContain("/smuggled");
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
    }

    /// Of a good request; those named here have other values, or none when empty, and what it does not have is added.
    private static List<Map.Entry<String, String>> fields(String... changes) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(
                Map.entry(":method", "GET"),
                Map.entry(":scheme", "http"),
                Map.entry(":authority", "127.0.0.1:" + route.port()),
                Map.entry(":path", "/echo/x"),
                Map.entry("authorization", "Bearer " + route.localKey().reveal())));
        for (int at = 0; at < changes.length; at += 2) {
            String name = changes[at];
            String value = changes[at + 1];
            boolean there = name.startsWith(":")
                    && fields.stream().anyMatch(field -> field.getKey().equals(name));
            if (there && value.isEmpty()) {
                fields.removeIf(field -> field.getKey().equals(name));
            } else if (there) {
                fields.replaceAll(field -> field.getKey().equals(name) ? Map.entry(name, value) : field);
            } else {
                fields.add(Map.entry(name, value));
            }
        }
        return fields;
    }

    private static Arguments request(String what, String outcome, String... changes) {
        return arguments(what, outcome, changes);
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                request("a method with a blank", "400", ":method", "GET /smuggled HTTP/1.1"),
                request("a method with CRLF", "400", ":method", "GET / HTTP/1.1\r\nX-A: b\r\n\r\nGET"),
                request("a method with NUL", "400", ":method", "GET\0"),
                request("no method", "400", ":method", ""),
                request("CONNECT", "501", ":method", "CONNECT"),
                request("CONNECT as it should be", "501", ":method", "CONNECT", ":scheme", "", ":path", ""),
                request("extended CONNECT", "400", ":method", "CONNECT", ":protocol", "websocket"),
                request("TRACE", "501", ":method", "TRACE"),
                request("no path", "400", ":path", ""),
                request("a path without a slash", "400", ":path", "echo/x"),
                request("a path of a star", "400", ":path", "*"),
                request("absolute form", "400", ":path", "http://127.0.0.1:1/echo/x"),
                request("absolute form of another scheme", "400", ":path", "ftp://a/echo/x"),
                request("a path with a blank", "400", ":path", "/echo/x HTTP/1.1"),
                request("a path with CRLF", "400", ":path", "/echo/x HTTP/1.1\r\n\r\n" + SMUGGLED),
                request("a path with NUL", "400", ":path", "/echo/\0"),
                request("a path with UTF-8", "400", ":path", "/echo/\u00c3\u00a9"),
                request("a query with CRLF", "400", ":path", "/echo/x?a HTTP/1.1\r\n\r\n" + SMUGGLED),
                request("a fragment", "400", ":path", "/echo/x#y"),
                request("above the root", "400", ":path", "/../echo/x"),
                request("half an escape", "400", ":path", "/echo/%zz"),
                request("another authority", "421", ":authority", "evil.example"),
                request("an authority with a user", "421", ":authority", "a@127.0.0.1:" + route.port()),
                request("no authority", "421", ":authority", ""),
                request("another host", "400", "host", "evil.example"),
                request("two hosts", "400", "host", "127.0.0.1:" + route.port(), "host", "127.0.0.1:" + route.port()),
                request("a host that is not the authority", "421", ":authority", "", "host", "evil.example"),
                request("transfer-encoding", "400", "transfer-encoding", "chunked"),
                request("connection", "400", "connection", "x-foo"),
                request("keep-alive", "400", "keep-alive", "x"),
                request("upgrade", "400", "upgrade", "websocket"),
                request("te: gzip", "400", "te", "gzip"),
                request("CRLF in a value", "400", "x-a", "b\r\nx-smuggled: c"),
                request("LF in a value", "400", "x-a", "b\nx-smuggled: c"),
                request("NUL in a value", "400", "x-a", "b\0c"),
                request("a name in capitals", "400", "X-A", "b"),
                request("a name with a blank", "400", "x a", "b"),
                request("a name with a colon", "400", "x:a", "b"),
                request("a name with CRLF", "400", "x\r\ny", "b"),
                request("a name with UTF-8", "400", "x\u00c3", "b"),
                request("no name", "400", "", "b"),
                request("a pseudo-field after the fields", "400", ":foo", "b"),
                request("a method twice", "400", "x-a", "b", ":method ", "GET"),
                request("a length that is none", "400", "content-length", "x"),
                request("a negative length", "400", "content-length", "-1"),
                request("two lengths", "400", "content-length", "0", "content-length", "5"),
                request("a length without a body", "400", "content-length", "5"),
                request("fields too large", "431", "x-a", "a".repeat(15_000), "x-b", "a".repeat(15_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void what_http_1_cannot_say_is_not_forwarded(String what, String outcome, String[] changes) throws IOException {
        int before = gateway.targets().size();
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_HEADERS | END_STREAM, 1, FrameWire.block(fields(changes)));
            String got = wire.outcome(1);
            assertThat(got).isIn(outcome, "reset", "goaway");
        }
        assertThat(gateway.targets()).hasSize(before);
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                arguments("less than its length", "30", "abc"),
                arguments("more than its length", "3", "abc" + SMUGGLED),
                arguments("none, of a length", "30", ""),
                arguments("some, of length 0", "0", SMUGGLED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void a_body_that_is_not_as_long_as_it_says_is_no_other_request(String what, String length, String body)
            throws IOException {
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_HEADERS, 1, FrameWire.block(fields(":method", "PUT", "content-length", length)))
                    .send(DATA, END_STREAM, 1, body.getBytes(US_ASCII));
            String got = wire.outcome(1);
            assertThat(got).isIn("400", "reset", "goaway");
        }
    }

    @Test
    void trailers_frame_nothing_and_say_nothing_of_anybody() throws IOException {
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_HEADERS, 1, FrameWire.block(fields(":method", "POST")))
                    .send(DATA, 0, 1, "abc".getBytes(US_ASCII))
                    .send(
                            HEADERS,
                            END_HEADERS | END_STREAM,
                            1,
                            FrameWire.block(List.of(
                                    Map.entry("x-a", "b\r\n\r\n" + SMUGGLED),
                                    Map.entry("content-length", "5"),
                                    Map.entry("transfer-encoding", "chunked"),
                                    Map.entry("x-forwarded-user", "eve"))));
            assertThat(wire.outcome(1)).isIn("400", "reset", "goaway");
        }
    }

    @Test
    void continuations_without_end_end_the_connection() throws IOException {
        String outcome;
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_STREAM, 1, FrameWire.block(fields()));
            byte[] more = FrameWire.block(List.of(Map.entry("x-a", "a".repeat(8_000))));
            try {
                for (int number = 0; number < 1_000; number++) {
                    wire.send(CONTINUATION, 0, 1, more);
                }
            } catch (IOException cut) {
                // as it must be
            }
            outcome = wire.outcome(1);
        }
        assertThat(outcome).isIn("goaway", "closed", "431");
    }

    @Test
    void a_thousand_streams_that_are_reset_at_once_leave_nothing() throws IOException {
        try (FrameWire wire = new FrameWire(route.port())) {
            byte[] block = FrameWire.block(fields(":path", "/wait"));
            for (int number = 0; number < 1_000; number++) {
                wire.send(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, block)
                        .send(RST_STREAM, 0, 2 * number + 1, 0, 0, 0, 8);
            }
            wire.send(HEADERS, END_HEADERS | END_STREAM, 2_001, FrameWire.block(fields()));
            assertThat(wire.outcome(2_001)).isEqualTo("200");
        }
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
        WithLaptop.await("no connection of theirs").until(() -> gateway.connections() < 50);
    }

    @Test
    void a_stream_that_is_reset_while_it_waits_is_not_sent_again() throws IOException {
        int before = WAITING.get();
        try (FrameWire wire = new FrameWire(route.port())) {
            for (int number = 0; number < 20; number++) {
                int waiting = before + number + 1;
                wire.send(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, FrameWire.block(fields(":path", "/wait")));
                WithLaptop.await("the request").until(() -> WAITING.get() >= waiting);
                wire.send(RST_STREAM, 0, 2 * number + 1, 0, 0, 0, 8);
            }
            WithLaptop.await("no open request").until(() -> route.open.count() == 0);
            wire.send(HEADERS, END_HEADERS | END_STREAM, 2_001, FrameWire.block(fields()));
            assertThat(wire.outcome(2_001)).isEqualTo("200");
        }
        assertThat(WAITING.get()).isEqualTo(before + 20);
    }

    @Test
    void floods_of_pings_and_settings_keep_nobody_from_being_served() throws IOException {
        try (FrameWire flood = new FrameWire(route.port())) {
            try {
                for (int number = 0; number < 30_000; number++) {
                    flood.send(PING, 0, 0, new byte[8]).send(SETTINGS, 0, 0);
                }
            } catch (IOException cut) {
                // who reads no answers is cut off
            }
            the_next_connection_is_served_and_nothing_is_left();
        }
    }

    @Test
    void padding_is_no_part_of_a_body() throws IOException {
        try (FrameWire wire = new FrameWire(route.port())) {
            wire.send(HEADERS, END_HEADERS, 1, FrameWire.block(fields(":method", "POST", "content-length", "3")))
                    .send(DATA, END_STREAM | PADDED, 1, 4, 'a', 'b', 'c', 0, 0, 0, 0);
            assertThat(wire.outcome(1)).isEqualTo("200");
            wire.send(HEADERS, END_HEADERS, 3, FrameWire.block(fields(":method", "POST", "content-length", "3")))
                    .send(DATA, END_STREAM | PADDED, 3, 200, 'a', 'b', 'c');
            assertThat(wire.outcome(3)).isIn("reset", "goaway", "closed");
        }
    }
}
