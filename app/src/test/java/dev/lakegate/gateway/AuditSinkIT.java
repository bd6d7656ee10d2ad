package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lakegate.sandbox.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The audit over TCP, with a receiver that comes and goes.
class AuditSinkIT extends WithGateway {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<String> lines = new CopyOnWriteArrayList<>();
    private static int port;
    private static ServerSocket receiver;

    @BeforeAll
    static void startWithoutAReceiver() throws IOException {
        gateway.close();
        port = FreePort.next();
        setup.auditTo("tcp://127.0.0.1:" + port);
        gateway = setup.port(gateway.port()).start();
    }

    @AfterAll
    static void stopReceiver() throws IOException {
        receiver.close();
    }

    /// Of a receiver that goes, what was under way to it at that moment is lost: TCP does not say what was read.
    @Test
    void a_receiver_that_was_away_gets_every_line_and_each_is_strict_json_whatever_came_in() throws IOException {
        wire.send(me().text());
        List<String> hostile = List.of(
                "/\"}{\"deny\":\"",
                "/%22%5c",
                "/\\\"\\",
                "/\u0001",
                "/é\u00ff",
                "/%0d%0a{\"x\":1}",
                "/" + "a".repeat(6000),
                "/\t]");
        for (String path : hostile) {
            wire.send(me().to(path).and("User-Agent: \"\\]}\u0007é").text());
        }
        wire.send("GET / HTTP/1.1\r\nHost: prod.lakegate.test\r\nbad field\r\n\r\n");
        receiver = receiver(port);

        await().untilAsserted(() -> assertThat(lines).hasSizeGreaterThanOrEqualTo(hostile.size() + 2));
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(STRICT.readTree(line).path("time").asLong()).isPositive());
        assertThat(lines).noneMatch(line -> line.contains("\"x\":1"));
    }

    private static ServerSocket receiver(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (var connection = socket.accept()) {
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
                            .lines()
                            .forEach(lines::add);
                } catch (IOException | UncheckedIOException ended) {
                    // the next one, if there is one
                }
            }
        });
        return socket;
    }
}
