package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What two servers could read in two ways, or nobody can read, goes no further than the proxy (RFC 9112).
class BadHttpIT extends WithLaptop {
    private static final String CHUNKS = "3\r\nabc\r\n0\r\n\r\n";

    static Stream<Arguments> noHttp() {
        return Stream.of(
                arguments("the hello of TLS", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"),
                arguments("one word", 400, "GARBAGE\r\n\r\n"),
                arguments("an unknown version", 505, "GET / HTTP/9.9\r\n" + host() + "\r\n\r\n"),
                arguments("HTTP/0.9", 505, "GET /\r\n\r\n"),
                arguments("a method with an @", 400, request("G@T", ME)));
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                arguments(
                        "lines that end with LF alone", 400, request("GET", ME).replace("\r\n", "\n")),
                arguments("a field that ends with LF alone", 400, request("GET", ME, "X-A: a\nX-B: b")),
                arguments("CR in a field", 400, request("GET", ME, "X-A: a\rX-B: b")),
                arguments("NUL in a field", 400, request("GET", ME, "X-A: a\0b")),
                arguments("a folded field", 400, request("GET", ME, "X-A: a", " b")),
                arguments("a blank before the colon", 400, request("GET", ME, "X-A : a")),
                arguments("no colon", 400, request("GET", ME, "X-A")),
                arguments("no name", 400, request("GET", ME, ": a")),
                arguments("an expectation that nobody knows", 417, request("GET", ME, "Expect: something")),
                arguments("a field too large", 431, request("GET", ME, "X-A: " + "a".repeat(70_000))),
                arguments("too much for the gateway", 431, request("GET", ME, "X-A: " + "a".repeat(62_000))),
                arguments("a target too long", 414, request("GET", "/" + "a".repeat(70_000))));
    }

    static Stream<Arguments> badTargets() {
        return Stream.of(
                arguments("a blank", 400, request("GET", "/a b")),
                arguments("a path above the root", 400, request("GET", "/../a")),
                arguments("NUL, escaped", 400, request("GET", "/a%00b")),
                arguments("half an escape", 400, request("GET", "/a%zz")),
                arguments("no slash", 400, request("GET", "sandbox/headers")),
                arguments("a fragment", 400, request("GET", "/sandbox/headers#x")),
                arguments("an empty fragment", 400, request("GET", "/sandbox/headers#")),
                arguments("a fragment after a query", 400, request("GET", "/sandbox/headers?a#x")),
                arguments("Latin-1, not escaped", 400, request("GET", "/sandbox/\u00e9")),
                arguments("UTF-8, not escaped", 400, request("GET", "/sandbox/\u00c3\u00a9")),
                arguments("UTF-8 in the query, not escaped", 400, request("GET", "/sandbox/headers?\u00c3\u00a9")));
    }

    static Stream<Arguments> badLengths() {
        return Stream.of(
                arguments("two lengths", 400, body("Content-Length: 3", "Content-Length: 4") + "abcd"),
                arguments("a length twice", 400, body("Content-Length: 3", "Content-Length: 3") + "abc"),
                arguments("a list of lengths", 400, body("Content-Length: 3, 3") + "abc"),
                arguments("a negative length", 400, body("Content-Length: -3") + "abc"),
                arguments("a length with a sign", 400, body("Content-Length: +3") + "abc"),
                arguments("a hexadecimal length", 400, body("Content-Length: 0x3") + "abc"),
                arguments("a length beyond 64 bits", 400, body("Content-Length: 99999999999999999999") + "abc"),
                arguments("a length and chunks", 400, body("Content-Length: 3", "Transfer-Encoding: chunked") + CHUNKS),
                arguments("identity", 400, body("Transfer-Encoding: identity") + "abc"),
                arguments("a coding unknown", 400, body("Transfer-Encoding: xchunked") + CHUNKS),
                arguments("not chunked last", 400, body("Transfer-Encoding: chunked, gzip") + CHUNKS),
                arguments(
                        "chunked twice",
                        400,
                        body("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + CHUNKS),
                arguments("gzip under chunked", 501, body("Transfer-Encoding: gzip, chunked") + CHUNKS),
                arguments(
                        "the same in two fields",
                        501,
                        body("Transfer-Encoding: gzip", "Transfer-Encoding: chunked") + CHUNKS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"noHttp", "badFields", "badTargets", "badLengths"})
    void what_is_no_request_is_answered_written_down_and_not_forwarded(String what, int status, String bytes)
            throws IOException {
        refused(bytes, status, "bad_request");
    }

    static Stream<String> brokenChunks() {
        return Stream.of(
                "3\r\nabc\r\nzz\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcdef\r\n0\r\n\r\n",
                "3\r\nabc\r\n-1\r\n\r\n",
                "3\nabc\n0\n\n");
    }

    @ParameterizedTest
    @MethodSource("brokenChunks")
    void chunks_that_cannot_be_read_end_the_request_upstream_as_well(String chunks) throws IOException {
        Answer answer = PlainWire.ask(laptop.port("prod"), body("Transfer-Encoding: chunked") + chunks);

        assertProblem(answer, 400, "bad_request");
        JsonNode line = audited(answer.head().requestId());
        assertThat(line.get("problem").asString()).isEqualTo("bad_request");
        assertThat(line.get("status").asInt()).isEqualTo(400);
        assertThat(company.gateway().auditLines())
                .filteredOn(
                        at -> at.path("prid").asString().equals(answer.head().requestId()))
                .noneMatch(at -> at.path("status").asInt() == 200);
    }

    @Test
    void what_could_not_be_read_is_not_made_up_in_the_audit() throws IOException {
        Answer unread = refused("GARBAGE\r\n\r\n", 400, "bad_request");
        Answer read = refused(request("GET", ME, "X-A"), 400, "bad_request");

        assertThat(audited(unread.head().requestId()).has("method")).isFalse();
        assertThat(audited(unread.head().requestId()).has("path")).isFalse();
        assertThat(audited(read.head().requestId()).get("path").asString()).isEqualTo(ME);
    }

    @Test
    void nothing_that_follows_a_request_that_cannot_be_read_is_served() throws IOException {
        Beyond before = Beyond.now();
        try (PlainWire wire = connect()) {
            wire.send(body("Content-Length: 3", "Content-Length: 4") + request("GET", ME));

            assertProblem(wire.answer(), 400, "bad_request");
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(Beyond.now()).isEqualTo(before);
    }

    private static String body(String... fields) {
        return request("POST", "/sandbox/digest", fields);
    }
}
