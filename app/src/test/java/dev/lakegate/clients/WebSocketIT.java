package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.MetricsPage;
import dev.lakegate.sandbox.service.WebSocketContract;
import dev.lakegate.sandbox.service.WebSocketService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Jetty's WebSocket client through the proxy and the gateway.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class WebSocketIT extends WebSocketContract {
    private static final String ENDED = "lakegate_requests_seconds_count";
    private static final String[] OF_TUNNELS = {"route", "ws", "method", "read", "status", "1xx"};

    private final WebSocketService service;
    private final Laptop laptop;

    WebSocketIT(WebSocketService service, Laptop laptop) {
        this.service = service;
        this.laptop = laptop;
    }

    @Override
    protected WebSocketClient newClient() {
        return new WebSocketClient();
    }

    @Override
    protected URI address(String path) {
        return URI.create("ws://127.0.0.1:" + laptop.port("ws") + path);
    }

    @Override
    protected void authorize(ClientUpgradeRequest opening) {
        opening.setHeader("Authorization", "Bearer " + laptop.localKey("ws"));
    }

    @Override
    protected WebSocketService service() {
        return service;
    }

    @Test
    void the_server_is_told_that_it_is_alice_and_no_secret() throws Exception {
        open("/echo").close();

        var fields = service.openings().getLast();
        assertThat(fields.getValuesList("X-Forwarded-User")).containsExactly(AlicesLaptop.ALICE);
        assertThat(fields.contains("Authorization")).isFalse();
        assertThat(fields.get("Host")).isEqualTo("ws.lakegate.test");
    }

    @Test
    void its_tunnel_is_among_the_metrics_while_it_is_open_and_what_it_carried_after() throws Exception {
        Session session = open("/echo");
        MetricsPage during = Awaitility.await("this tunnel and no other")
                .atMost(Duration.ofSeconds(20))
                .until(() -> MetricsPage.of(laptop), page -> tunnels(page) == 1);
        assertThat(during.value("lakegate_requests_open", "profile", "acme")).isEqualTo(1);
        Callback.Completable.with(sent -> session.sendText("x".repeat(70_000), sent))
                .get(20, TimeUnit.SECONDS);

        session.close();

        Awaitility.await("its end").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            MetricsPage after = MetricsPage.of(laptop);
            assertThat(tunnels(after)).isZero();
            assertThat(after.value(ENDED, OF_TUNNELS)).isEqualTo(during.value(ENDED, OF_TUNNELS) + 1);
            assertThat(bytes(after, "received") - bytes(during, "received")).isBetween(70_000.0, 80_000.0);
            assertThat(bytes(after, "sent") - bytes(during, "sent")).isBetween(70_000.0, 80_000.0);
        });
    }

    private static double tunnels(MetricsPage page) {
        return page.value("lakegate_tunnels_open", "profile", "acme");
    }

    private static double bytes(MetricsPage page, String way) {
        return page.value("lakegate_" + way + "_bytes_total", "route", "ws");
    }

    /// What the proxy holds is less than what it may; the rest is in the sockets of three connections.
    @Test
    void a_reader_that_stops_holds_back_the_server_and_then_gets_everything() throws Exception {
        var received = new Received();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + laptop.localKey("ws"))
                    .buildAsync(address("/echo"), received)
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("flood", true).get(20, TimeUnit.SECONDS);
            AtomicInteger last = new AtomicInteger(-1);
            Awaitility.await("a server that no longer sends")
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> last.getAndSet(service.flooded()) == last.get());
            assertThat(service.flooded()).isLessThan(60);

            received.readOn(socket);

            received.all.get(30, TimeUnit.SECONDS);
            socket.abort();
        }
    }

    /// Reads nothing until it is told to.
    private static final class Received implements WebSocket.Listener {
        private final CompletableFuture<Void> all = new CompletableFuture<>();
        private long bytes;

        void readOn(WebSocket socket) {
            socket.request(Long.MAX_VALUE);
        }

        @Override
        public void onOpen(WebSocket socket) {
            // asks for nothing
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            bytes += part.remaining();
            if (bytes == (long) WebSocketService.FLOOD * WebSocketService.FLOOD_BYTES) {
                all.complete(null);
            }
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            all.completeExceptionally(failure);
        }
    }
}
