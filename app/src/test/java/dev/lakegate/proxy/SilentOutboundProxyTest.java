package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An outbound proxy that takes connections and never answers `CONNECT`, or never to its end.
@Timeout(60)
class SilentOutboundProxyTest {
    /// Of a connection, and of the proxy's answer, with something to spare.
    private static final Duration DEADLINE = Duration.ofSeconds(16);

    @TempDir
    private Path folder;

    @Test
    void one_that_says_nothing_and_one_that_dribbles_are_named_in_time_and_their_connections_given_back()
            throws Exception {
        String half = "HTTP/1.1 200 Connection established\r\nX-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        long begun = System.nanoTime();
        // both at once, since it is the deadline that takes the time
        try (Asked nothing = new Asked("", folder.resolve("nothing"));
                Asked dribble = new Asked(half, folder.resolve("dribble"))) {
            nothing.assertNamed();
            dribble.assertNamed();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE);
            nothing.assertGivenBack();
            dribble.assertGivenBack();
        }
    }

    /// A route by way of such a proxy, and two requests over it.
    private static final class Asked implements AutoCloseable {
        private final CountDownLatch left = new CountDownLatch(2);
        private final ServerSocket silent = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        private final RouteByHand route;
        private final PlainWire call;
        private final PlainWire grpc;

        Asked(String dribbled, Path folder) throws Exception {
            route = RouteByHand.of(Files.createDirectory(folder), """
                    [network]
                    proxy = "http://127.0.0.1:%d"

                    [profile.acme]
                    issuer = "https://id.acme.example"
                    client_id = "lakegate"
                    audience = "urn:acme"
                    gateway = "https://gateway.outside.test"

                    [profile.acme.route.prod]
                    port = 8765
                    workspace = "prod.lakegate.test"
                    """.formatted(silent.getLocalPort()));
            Thread.startVirtualThread(() -> accept(silent, dribbled, left));
            call = route.connect();
            grpc = route.connect();
            call.send(route.request("GET", "/echo/1"));
            grpc.send(route.request("POST", "/echo/1", "Content-Type: application/grpc", "Content-Length: 0"));
        }

        void assertNamed() throws IOException {
            Answer told = call.answer();
            WithLaptop.assertProblem(told, 503, "outbound_proxy_unreachable");
            assertThat(told.text()).contains("it did not answer within 10 seconds");
            assertAudited(route, told, 503);
            Answer toldToGrpc = grpc.answer();
            assertThat(toldToGrpc.head().field("grpc-status")).contains("14");
            assertThat(toldToGrpc.head().field("grpc-message").orElseThrow())
                    .startsWith("outbound_proxy_unreachable: ");
            assertAudited(route, toldToGrpc, 200);
        }

        void assertGivenBack() throws InterruptedException {
            left.await();
            assertThat(route.open.isEmpty()).isTrue();
        }

        @Override
        public void close() throws IOException {
            try (silent;
                    route;
                    call;
                    grpc) {
                // that all of them are closed, whichever fails
            }
        }
    }

    private static void assertAudited(RouteByHand route, Answer answer, int status) {
        JsonNode line = route.audited(answer.head().requestId());
        assertThat(line.get("problem").asString()).isEqualTo("outbound_proxy_unreachable");
        assertThat(line.get("status").asInt()).isEqualTo(status);
    }

    private static void accept(ServerSocket silent, String dribbled, CountDownLatch left) {
        try {
            while (true) {
                Socket client = silent.accept();
                Thread.startVirtualThread(() -> {
                    dribble(client, dribbled);
                    left.countDown();
                });
            }
        } catch (IOException over) {
            // the test is over
        }
    }

    /// A byte every quarter of a second, then nothing; until the other side has gone.
    private static void dribble(Socket client, String dribbled) {
        try (client) {
            client.setSoTimeout(250);
            for (byte one : dribbled.getBytes(US_ASCII)) {
                client.getOutputStream().write(one);
                if (isGone(client)) {
                    return;
                }
            }
            client.setSoTimeout(0);
            while (!isGone(client)) {
                // what comes is not looked at
            }
        } catch (IOException gone) {
            // as it must be
        }
    }

    private static boolean isGone(Socket client) throws IOException {
        try {
            return client.getInputStream().read(new byte[4096]) < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        }
    }
}
