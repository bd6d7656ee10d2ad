package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.PADDED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What HTTP/2 can carry and HTTP/1.1 cannot goes no further than the proxy (RFC 9113 §8.2, §10.3).
@Timeout(60)
class BadHttp2Test extends WithHttp2 {
    /// What Jetty ends before it is a request, whose id an audit line could tell.
    private static final Set<String> NO_REQUEST = Set.of("reset", "goaway");

    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "bad_request",
            "421", "host_not_local",
            "431", "bad_request",
            "501", "method_not_supported");

    private static Arguments request(String what, String outcome, String... changes) {
        return arguments(what, outcome, changes);
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                request("a method with a blank", "400", ":method", "GET /smuggled HTTP/1.1"),
                request("a method with CRLF", "goaway", ":method", "GET / HTTP/1.1\r\nX-A: b\r\n\r\nGET"),
                request("a method with NUL", "goaway", ":method", "GET\0"),
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
                request("an authority with a user", "goaway", ":authority", "a@$authority"),
                request("no authority", "421", ":authority", ""),
                request("another host", "400", "host", "evil.example"),
                request("two hosts", "400", "host", "$authority", "host", "$authority"),
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
                request("no name", "goaway", "", "b"),
                request("a pseudo-field after the fields", "400", ":foo", "b"),
                request("a method twice", "400", "x-a", "b", ":method ", "GET"),
                request("a length that is none", "goaway", "content-length", "x"),
                request("a negative length", "400", "content-length", "-1"),
                request("two lengths", "400", "content-length", "0", "content-length", "5"),
                request("a length without a body", "400", "content-length", "5"),
                request("fields too large", "goaway", "x-a", "a".repeat(15_000), "x-b", "a".repeat(15_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void what_http_1_cannot_say_is_not_forwarded_and_written_down(String what, String outcome, String[] changes)
            throws Exception {
        int before = gateway.targets().size();
        long refused = refused();
        try (FrameWire wire = connect()) {
            String[] here = Stream.of(changes)
                    .map(change -> change.replace("$authority", authority()))
                    .toArray(String[]::new);
            wire.send(HEADERS, END_HEADERS | END_STREAM, 1, FrameWire.block(fields(here)));

            assertThat(wire.outcome(1)).isEqualTo(outcome);

            if (NO_REQUEST.contains(outcome)) {
                assertThat(refused()).isEqualTo(refused);
            } else {
                JsonNode line = route.audited(String.valueOf(wire.answered("X-Request-Id")));
                assertThat(line.path("status").asString()).isEqualTo(outcome);
                assertThat(line.path("problem").asString()).isEqualTo(PROBLEMS.get(outcome));
                assertThat(refused()).isEqualTo(refused + 1);
            }
        }
        assertThat(gateway.targets()).hasSize(before);
    }

    /// Audit lines so far.
    private static long refused() {
        return route.auditLines().stream().filter(line -> line.has("problem")).count();
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
            throws Exception {
        try (FrameWire wire = connect()) {
            // the gateway does not answer it: one of length 0 is whole with its head, and would be over before its end
            String[] head = {":method", "PUT", ":path", "/waits", "content-length", length};
            wire.send(HEADERS, END_HEADERS, 1, FrameWire.block(fields(head)))
                    .send(DATA, END_STREAM, 1, body.getBytes(US_ASCII));
            assertThat(wire.outcome(1)).isIn("400", "reset", "goaway");
        }
    }

    @Test
    void trailers_frame_nothing_and_say_nothing_of_anybody() throws Exception {
        try (FrameWire wire = connect()) {
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
    void padding_is_no_part_of_a_body() throws Exception {
        try (FrameWire wire = connect()) {
            wire.send(HEADERS, END_HEADERS, 1, FrameWire.block(fields(":method", "POST", "content-length", "3")))
                    .send(DATA, END_STREAM | PADDED, 1, 4, 'a', 'b', 'c', 0, 0, 0, 0);
            assertThat(wire.outcome(1)).isEqualTo("200");
            wire.send(HEADERS, END_HEADERS, 3, FrameWire.block(fields(":method", "POST", "content-length", "3")))
                    .send(DATA, END_STREAM | PADDED, 3, 200, 'a', 'b', 'c');
            assertThat(wire.outcome(3)).isIn("reset", "goaway", "closed");
        }
    }
}
