package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.CONTINUATION;
import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.GOAWAY;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.PUSH_PROMISE;
import static dev.lakegate.proxy.FrameWire.RST_STREAM;
import static dev.lakegate.proxy.FrameWire.SETTINGS;
import static dev.lakegate.proxy.FrameWire.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers to gRPC as a broken gateway gives them, or one taken over: each has a defined end, none looks whole that is
/// not, and the next call is served (RFC 9113 §5.4, §8.1.1, §10.5).
@Timeout(60)
class BadStreamsTest extends WithBadStreams {
    static Stream<Arguments> fieldsOfNoAnswer() {
        return Stream.of(
                fields("no status", "a=b"),
                fields("a status that is no number", ":status=abc"),
                fields("a status of four digits", ":status=2000"),
                fields("status 000", ":status=000"),
                fields("two statuses", OK, ":status=201"),
                fields("a status after the fields", "a=b", OK),
                fields("a request's pseudo-field", OK, ":path=/"),
                fields("a pseudo-field unknown", OK, ":foo=b"),
                fields("a name in capitals", OK, "X-A=b"),
                fields("a name with a blank", OK, "x a=b"),
                fields("a name with CRLF", OK, "x\r\ny=b"),
                fields("a name with NUL", OK, "x\0y=b"),
                fields("no name", OK, "=b"),
                fields("CRLF in a value", OK, "x-a=b\r\nx-b: c"),
                fields("LF in a value", OK, "x-a=b\nc"),
                fields("NUL in a value", OK, "x-a=b\0c"),
                fields("connection", OK, "connection=x-foo"),
                fields("a length and no content", OK, "content-length=5"),
                fields("a length that is none", OK, "content-length=x"),
                fields("101", ":status=101"));
    }

    static Stream<Arguments> blocksOfNoAnswer() {
        return Stream.of(
                frame("a field by an index that is not there", HEADERS, END_HEADERS | END_STREAM, 1, 0xff, 0xff, 0x7f),
                when("a field that unfolds", (stream, frames) -> {
                    // one of 4,000 bytes, kept, then by its index 12,000 times: 48 MB
                    byte[] kept = block("x-a=" + "a".repeat(4_000));
                    kept[0] = 0x40;
                    byte[] bomb = Arrays.copyOf(kept, kept.length + 12_000);
                    Arrays.fill(bomb, kept.length, bomb.length, (byte) 0xbe);
                    frames.send(HEADERS, END_HEADERS | END_STREAM, stream, bomb);
                }),
                when(
                        "a table beyond its size",
                        (stream, frames) -> frames.send(
                                HEADERS, END_HEADERS | END_STREAM, stream, 0x3f, 0xff, 0xff, 0xff, 0x7f, 0x88)),
                when("CONTINUATION without end", (stream, frames) -> {
                    frames.send(HEADERS, END_STREAM, stream, block(OK));
                    flood(() -> frames.send(CONTINUATION, 0, stream, block("x-a=" + "a".repeat(8_000))));
                }),
                when("fields too large", (stream, frames) -> {
                    frames.send(HEADERS, END_STREAM, stream, block(OK));
                    for (int number = 0; number < 5; number++) {
                        frames.send(CONTINUATION, 0, stream, block("x-a=" + "a".repeat(16_000)));
                    }
                    frames.send(CONTINUATION, END_HEADERS, stream);
                }),
                when(
                        "another frame in the middle of fields",
                        (stream, frames) -> frames.send(HEADERS, END_STREAM, stream, block(OK))
                                .send(DATA, 0, stream, 'a')),
                when(
                        "interim answers without end",
                        (stream, frames) ->
                                flood(() -> frames.send(HEADERS, END_HEADERS, stream, block(":status=103")))),
                when(
                        "an interim answer that ends it",
                        (stream, frames) ->
                                frames.send(HEADERS, END_HEADERS | END_STREAM, stream, block(":status=103"))));
    }

    static Stream<Arguments> framesOfNoAnswer() {
        return Stream.of(
                when("content before the fields", (stream, frames) -> frames.send(DATA, END_STREAM, stream, 'a')),
                frame("content of no stream", DATA, 0, 0, 'a'),
                frame("content of a stream that is not there", DATA, 0, 1_001, 'a'),
                frame("an answer on a stream that is not there", HEADERS, END_HEADERS, 1_001, 0x88),
                frame("an answer on a stream of its own", HEADERS, END_HEADERS, 2, 0x88),
                when("a push", (stream, frames) -> frames.send(PUSH_PROMISE, END_HEADERS, stream, 0, 0, 0, 2, 0x82)),
                frame("more than a frame may have", SETTINGS, 0, 0, new int[6 * 3_000]),
                frame("half a setting", SETTINGS, 0, 0, 0, 4, 0),
                frame("a window beyond 31 bits", SETTINGS, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff),
                frame("frames of one byte", SETTINGS, 0, 0, 0, 5, 0, 0, 0, 1),
                when(
                        "a session's window beyond 31 bits",
                        (_, frames) -> frames.send(WINDOW_UPDATE, 0, 0, 0x7f, 0xff, 0xff, 0xff)),
                when(
                        "a stream's window beyond 31 bits",
                        (stream, frames) -> frames.send(WINDOW_UPDATE, 0, stream, 0x7f, 0xff, 0xff, 0xff)),
                when(
                        "a window larger by nothing",
                        (stream, frames) -> frames.send(WINDOW_UPDATE, 0, stream, 0, 0, 0, 0)),
                when("a reset", (stream, frames) -> frames.send(RST_STREAM, 0, stream, 0, 0, 0, 2)),
                when(
                        "a reset for no reason known",
                        (stream, frames) -> frames.send(RST_STREAM, 0, stream, 0xff, 0, 0, 2)),
                frame("a reset of no stream", RST_STREAM, 0, 0, 0, 0, 0, 2),
                frame("an end before this stream", GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                when(
                        "an end after a stream that never was, then none",
                        (_, frames) -> frames.send(GOAWAY, 0, 0, 0x7f, 0xff, 0xff, 0xfe, 0, 0, 0, 2)
                                .close()),
                when("nothing, then the end", (_, frames) -> frames.close()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fieldsOfNoAnswer", "blocksOfNoAnswer", "framesOfNoAnswer"})
    void what_is_no_answer_is_a_bad_gateway(String what, String target) throws IOException {
        Answer answer;
        try (PlainWire wire = route.connect()) {
            answer = answer(wire.send(request(target)));
        }

        assertBrokeOff(answer);
        assertThat(route.audited(answer.head().requestId()).get("problem").asString())
                .isEqualTo("gateway_broke_off");
        assertThat(gateway.targets()).filteredOn(target::equals).hasSize(1);
    }

    static Stream<Arguments> halves() {
        Script begins = (stream, frames) ->
                frames.send(HEADERS, END_HEADERS, stream, block(OK)).send(DATA, 0, stream, 'a', 'b', 'c');
        return Stream.of(
                half("a reset", begins, (stream, frames) -> frames.send(RST_STREAM, 0, stream, 0, 0, 0, 0)),
                half("an end", begins, (_, frames) -> frames.close()),
                half("an end before it", begins, (_, frames) -> frames.send(GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                half("a second head", begins, (stream, frames) -> frames.send(HEADERS, END_HEADERS, stream, block(OK))),
                half(
                        "trailers with CRLF",
                        begins,
                        (stream, frames) ->
                                frames.send(HEADERS, END_HEADERS | END_STREAM, stream, block("x-a=b\r\n\r\nc"))),
                half(
                        "too much padding",
                        begins,
                        (stream, frames) -> frames.send(DATA, FrameWire.PADDED | END_STREAM, stream, 200, 'a')),
                half(
                        "less than its length",
                        (stream, frames) -> frames.send(HEADERS, END_HEADERS, stream, block(OK, "content-length=9")),
                        (stream, frames) -> frames.send(DATA, END_STREAM, stream, 'a', 'b', 'c')),
                half(
                        "more than its length",
                        (stream, frames) -> frames.send(HEADERS, END_HEADERS, stream, block(OK, "content-length=2")),
                        (stream, frames) -> frames.send(DATA, END_STREAM, stream, 'a', 'b', 'c')));
    }

    private static Arguments half(String what, Script begins, Script ends) {
        return when(what, (stream, frames) -> {
            begins.play(stream, frames);
            ends.play(stream, frames);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halves")
    void half_an_answer_is_never_taken_for_a_whole_one(String what, String target) throws IOException {
        try (PlainWire wire = route.connect()) {
            assertBrokeOff(answer(wire.send(request(target))));
        } catch (EOFException | SocketException cut) {
            // as it must be
        }
    }
}
