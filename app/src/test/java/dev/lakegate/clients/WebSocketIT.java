package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.service.WebSocketContract;
import dev.lakegate.sandbox.service.WebSocketService;
import java.net.URI;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Jetty's WebSocket client through the proxy and the gateway.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class WebSocketIT extends WebSocketContract {
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
}
