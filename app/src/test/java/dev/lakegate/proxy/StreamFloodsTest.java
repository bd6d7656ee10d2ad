package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.CONTINUATION;
import static dev.lakegate.proxy.FrameWire.DATA;
import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.PING;
import static dev.lakegate.proxy.FrameWire.PRIORITY;
import static dev.lakegate.proxy.FrameWire.RST_STREAM;
import static dev.lakegate.proxy.FrameWire.SETTINGS;
import static dev.lakegate.proxy.FrameWire.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/// What a gateway can send without end (RFC 9113 §10.5): the call is answered or broken off, memory is bounded, and the
/// next call is served.
@Timeout(60)
class StreamFloodsTest {
    private static final int TIMES = 20_000;
    private static final int AT_ONCE = 1_000;
    private static final int MEGABYTE = 1024 * 1024;
    private static final byte[] BEGINNING =
            FrameWire.block(List.of(Map.entry(":status", "200"), Map.entry("content-type", "application/grpc")));

    @TempDir
    static Path folder;

    private static final AtomicInteger SENT = new AtomicInteger();
    private static volatile Flood flood = (_, _, _) -> {};
    private static HostileGateway gateway;
    private static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, (_, stream, frames) -> {
            frames.send(SETTINGS, 0, 0);
            flood.send(stream, frames, SENT);
        });
        route = gateway.route(folder);
        assertIsServed();
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
        assertThat(route.buffersInUse()).isEmpty();
    }

    @AfterEach
    void the_next_call_is_served_and_nothing_is_left() throws IOException {
        assertIsServed();
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
        WithLaptop.await("one connection or two").until(() -> gateway.connections() <= 2);
    }

    private static void assertIsServed() throws IOException {
        String target = "/echo/" + System.nanoTime();
        assertThat(call(target).text()).isEqualTo(target);
    }

    private static Answer call(String target) throws IOException {
        return route.ask("POST", target, "Content-Type: application/grpc", "Content-Length: 0");
    }

    interface Flood {
        void send(int stream, FrameWire frames, AtomicInteger sent) throws IOException;
    }

    static Stream<Arguments> demands() {
        return Stream.of(demand("PING", PING, new byte[8]), demand("SETTINGS", SETTINGS, new byte[0]));
    }

    private static Arguments demand(String what, int type, byte[] payload) {
        return arguments(what, (Flood) (_, frames, sent) -> {
            while (sent.addAndGet(AT_ONCE) < 50 * TIMES) {
                frames.send(AT_ONCE, type, 0, 0, payload);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("demands")
    void who_demands_replies_and_reads_none_is_cut_off(String what, Flood demanded) throws IOException {
        long memory = BackPressureIT.memoryInUse();
        SENT.set(0);
        flood = demanded;

        Answer answer = call("/flood");

        assertThat(answer.head().field("grpc-message").orElseThrow()).startsWith("gateway_broke_off: ");
        assertThat(route.audited(answer.head().requestId()).get("problem").asString())
                .isEqualTo("gateway_broke_off");
        assertThat(SENT).hasValueLessThan(50 * TIMES);
        assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(16L * MEGABYTE);
    }

    static Stream<Arguments> noise() {
        return Stream.of(
                noise("WINDOW_UPDATE", WINDOW_UPDATE, 0, 0, 0, 1),
                noise("PRIORITY", PRIORITY, 0, 0, 0, 0, 1),
                noise("a frame unknown", 0x7f, 1, 2, 3),
                arguments("resets of a stream that has ended", (Flood) (stream, frames, _) -> {
                    frames.send(TIMES, RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
                    frames.answer(stream, "whole");
                }),
                arguments("CONTINUATION of nothing", (Flood) (stream, frames, _) -> {
                    frames.send(HEADERS, 0, stream, BEGINNING).send(TIMES, CONTINUATION, 0, stream, new byte[0]);
                    frames.send(CONTINUATION, END_HEADERS, stream).endAnswer(stream, "whole");
                }));
    }

    private static Arguments noise(String what, int type, int... payload) {
        return arguments(what, (Flood) (stream, frames, _) -> {
            for (int number = 0; number < TIMES; number += AT_ONCE) {
                frames.send(AT_ONCE, type, 0, stream, FrameWire.bytes(payload));
            }
            frames.answer(stream, "whole");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noise")
    void what_is_mere_noise_keeps_no_answer_from_coming(String what, Flood noise) throws IOException {
        long memory = BackPressureIT.memoryInUse();
        flood = noise;

        assertThat(call("/flood").text()).isEqualTo("whole");

        assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(16L * MEGABYTE);
    }

    @Test
    void content_of_nothing_without_end_is_cut_off() {
        long memory = BackPressureIT.memoryInUse();
        flood = (stream, frames, sent) -> {
            frames.send(HEADERS, END_HEADERS, stream, BEGINNING);
            while (sent.addAndGet(AT_ONCE) < 50 * TIMES) {
                frames.send(AT_ONCE, DATA, 0, stream, new byte[0]);
            }
        };
        SENT.set(0);

        assertThatThrownBy(() -> call("/flood")).isInstanceOfAny(EOFException.class, SocketException.class);

        WithLaptop.await("the gateway to notice").until(() -> SENT.get() < 50 * TIMES && gateway.connections() <= 1);
        assertThat(BackPressureIT.memoryInUse() - memory).isLessThan(16L * MEGABYTE);
    }

    @Test
    void a_gateway_that_takes_no_streams_gets_no_connection_after_another() throws IOException {
        flood = (stream, frames, _) ->
                frames.send(SETTINGS, 0, 0, 0, 3, 0, 0, 0, 0).answer(stream, "whole");
        for (int number = 0; number < 20; number++) {
            assertThat(call("/flood").text()).isEqualTo("whole");
        }

        assertThat(gateway.connections()).isLessThan(4);
        flood = (stream, frames, _) -> frames.answer(stream, "whole");
    }
}
