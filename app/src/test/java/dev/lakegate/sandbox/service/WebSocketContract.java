package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Jetty's WebSocket client can do with [WebSocketService], whatever is between them.
public abstract class WebSocketContract {
    private static final int LARGE = 20_000_000;
    private static final String DEFLATE = "permessage-deflate";

    private WebSocketClient client;
    private final Conversation conversation = new Conversation();

    /// Not started yet; trusts whom it is to trust.
    protected abstract WebSocketClient newClient();

    /// Where the service is reached, `ws` or `wss`.
    protected abstract URI address(String path);

    /// Adds what the client needs to be let through.
    protected abstract void authorize(ClientUpgradeRequest opening);

    protected abstract WebSocketService service();

    @BeforeEach
    final void startClient() throws Exception {
        client = newClient();
        client.setMaxBinaryMessageSize(WebSocketService.MESSAGE_BYTES);
        client.setMaxTextMessageSize(WebSocketService.MESSAGE_BYTES);
        client.start();
    }

    @AfterEach
    final void stopClient() throws Exception {
        client.stop();
    }

    @Test
    void text_goes_and_comes() throws Exception {
        Session session = open("/echo");
        for (String text : List.of("größer than 🙂?", "", "x".repeat(70_000))) {
            send(session, text);
            assertThat(conversation.text()).isEqualTo(text);
        }
    }

    @Test
    void binary_of_20_mb_goes_and_comes() throws Exception {
        byte[] large = new byte[LARGE];
        new Random(5).nextBytes(large);
        Session session = open("/echo");
        Callback.Completable.with(sent -> session.sendBinary(ByteBuffer.wrap(large), sent))
                .get(20, TimeUnit.SECONDS);

        assertThat(conversation.bytes()).isEqualTo(large);
    }

    @Test
    void fragments_stay_the_fragments_they_are() throws Exception {
        var listener = new Parts();
        Session session = open(opening("/parts"), listener);
        for (String part : List.of("one", "", "two")) {
            Callback.Completable.with(sent -> session.sendPartialText(part, false, sent))
                    .get(20, TimeUnit.SECONDS);
        }
        Callback.Completable.with(sent -> session.sendPartialText("three", true, sent))
                .get(20, TimeUnit.SECONDS);

        assertThat(listener.whole.get(20, TimeUnit.SECONDS)).containsExactly("one", "", "two", "three");
    }

    @Test
    void each_side_answers_the_others_ping() throws Exception {
        Session session = open("/echo");

        session.sendPing(ByteBuffer.wrap("anyone there".getBytes(UTF_8)), Callback.NOOP);
        assertThat(conversation.text()).isEqualTo("pong: anyone there");

        send(session, "ping me");
        assertThat(conversation.text()).isEqualTo("pong: are you there");
    }

    @Test
    void the_servers_close_keeps_its_code_and_reason() throws Exception {
        send(open("/echo"), "close with 4321");

        assertThat(conversation.closed()).isEqualTo(new Conversation.Closed(4321, "as told"));
    }

    @Test
    void the_clients_close_keeps_its_code() throws Exception {
        int before = service().closeCodes().size();

        open("/echo").close(4322, "done", Callback.NOOP);

        await().atMost(20, TimeUnit.SECONDS).until(() -> service().closeCodes().size() > before);
        assertThat(service().closeCodes().getLast()).isEqualTo(4322);
        assertThat(conversation.closed().code()).isEqualTo(4322);
    }

    @Test
    void a_connection_that_breaks_at_the_server_breaks_at_the_client() throws Exception {
        // the server may be gone before it is known here that all was sent
        open("/echo").sendText("disconnect", Callback.NOOP);

        // RFC 6455 section 7.1.5: closed without a close frame
        assertThat(conversation.closed().code()).isEqualTo(1006);
    }

    @Test
    void the_sub_protocol_that_the_server_takes_is_told_to_the_client() throws Exception {
        var opening = opening("/echo");
        opening.setSubProtocols("other", WebSocketService.SUB_PROTOCOL);

        Session session = open(opening, conversation);

        assertThat(session.getUpgradeResponse().getAcceptedSubProtocol()).isEqualTo(WebSocketService.SUB_PROTOCOL);
    }

    @Test
    void messages_are_compressed_when_both_sides_want_it() throws Exception {
        var opening = opening("/echo");
        opening.addExtensions(DEFLATE);

        Session session = open(opening, conversation);

        assertThat(session.getUpgradeResponse().getExtensions())
                .extracting(ExtensionConfig::getName)
                .containsExactly(DEFLATE);
        String text = "again and ".repeat(10_000);
        for (int time = 0; time < 2; time++) {
            send(session, text);
            assertThat(conversation.text()).isEqualTo(text);
        }
    }

    /// Connects.
    protected final Session open(String path) throws Exception {
        return open(opening(path), conversation);
    }

    private Session open(ClientUpgradeRequest opening, Session.Listener listener) throws Exception {
        return client.connect(listener, opening).get(20, TimeUnit.SECONDS);
    }

    private ClientUpgradeRequest opening(String path) {
        var opening = new ClientUpgradeRequest(address(path));
        authorize(opening);
        return opening;
    }

    private static void send(Session session, String text) throws Exception {
        Callback.Completable.with(sent -> session.sendText(text, sent)).get(20, TimeUnit.SECONDS);
    }

    /// Gets one text, part by part. Public, as Jetty wants its listeners.
    public static final class Parts extends Session.Listener.AbstractAutoDemanding {
        private final List<String> parts = new ArrayList<>();
        private final CompletableFuture<List<String>> whole = new CompletableFuture<>();

        @Override
        public void onWebSocketPartialText(String part, boolean last) {
            parts.add(part);
            if (last) {
                whole.complete(List.copyOf(parts));
            }
        }
    }
}
