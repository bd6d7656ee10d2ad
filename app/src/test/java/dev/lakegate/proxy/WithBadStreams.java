package dev.lakegate.proxy;

import static dev.lakegate.proxy.FrameWire.END_HEADERS;
import static dev.lakegate.proxy.FrameWire.END_STREAM;
import static dev.lakegate.proxy.FrameWire.HEADERS;
import static dev.lakegate.proxy.FrameWire.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/// A gateway that answers gRPC as a script tells it; after each test the next call is served and nothing is left.
abstract class WithBadStreams {
    static final String OK = ":status=200";

    @TempDir
    static Path folder;

    private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();
    static HostileGateway gateway;
    static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(
                folder, (target, stream, frames) -> SCRIPTS.get(target).play(stream, frames.send(SETTINGS, 0, 0)));
        route = gateway.route(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
        // as in BadHttp2Test
        assertThat(route.buffersInUse()).noneMatch(taken -> !taken.contains("HeaderBlockFragments"));
    }

    @AfterEach
    void the_next_call_is_served_and_nothing_is_left() throws IOException {
        for (int number = 0; number < 3; number++) {
            String target = "/echo/" + System.nanoTime();
            try (PlainWire wire = route.connect()) {
                assertThat(answer(wire.send(request(target))).text()).isEqualTo(target);
            }
        }
        WithLaptop.await("no open request").until(() -> route.open.count() == 0);
        WithLaptop.await("one connection or two").until(() -> gateway.connections() <= 2);
    }

    /// What the gateway does with a call.
    interface Script {
        void play(int stream, FrameWire frames) throws IOException;
    }

    static Arguments when(String what, Script script) {
        String target = "/bad/" + SCRIPTS.size();
        SCRIPTS.put(target, script);
        return arguments(what, target);
    }

    static Arguments fields(String what, String... fields) {
        return when(what, (stream, frames) -> frames.send(HEADERS, END_HEADERS | END_STREAM, stream, block(fields)));
    }

    /// @param fields `name=value`
    static byte[] block(String... fields) {
        return FrameWire.block(Arrays.stream(fields)
                .map(field -> field.split("=", 2))
                .map(field -> Map.entry(field[0], field[1]))
                .toList());
    }

    static Arguments frame(String what, int type, int flags, int onStream, int... payload) {
        return when(what, (_, frames) -> frames.send(type, flags, onStream, payload));
    }

    static String request(String target) {
        return route.request("POST", target, "Content-Type: application/grpc", "Content-Length: 0");
    }

    /// After the interim ones.
    static Answer answer(PlainWire wire) throws IOException {
        Head head = wire.head();
        while (head.status() == 103) {
            head = wire.head();
        }
        return new Answer(head, wire.body(head).readAllBytes());
    }

    /// As gRPC is told of a problem.
    static void assertBrokeOff(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().field("grpc-status")).contains("14");
        assertThat(answer.head().field("grpc-message").orElseThrow()).startsWith("gateway_broke_off: ");
    }

    /// As often as a gateway of this machine can, and until it is cut off.
    static void flood(Flood once) throws IOException {
        for (int number = 0; number < 10_000; number++) {
            once.send();
        }
    }

    interface Flood {
        FrameWire send() throws IOException;
    }
}
