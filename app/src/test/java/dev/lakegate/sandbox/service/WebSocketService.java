package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.sandbox.Certificates.ServerCertificate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/// A server of the company's own that speaks WebSocket over TLS, by Jetty. At `/echo` it sends messages back whole and
/// does as it is told by some; at `/parts` it sends text back part by part.
public final class WebSocketService implements AutoCloseable {
    /// The sub-protocol it takes.
    public static final String SUB_PROTOCOL = "lakegate.v2";

    static final long MESSAGE_BYTES = 32 << 20;

    /// Messages of [#FLOOD_BYTES] that a client gets who says "flood".
    public static final int FLOOD = 200;

    public static final int FLOOD_BYTES = 1 << 20;

    private final Server server = new Server();
    private final AtomicInteger flooded = new AtomicInteger();
    private final ServerConnector connector;
    private final List<HttpFields> openings = new CopyOnWriteArrayList<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();

    /// Starts it at any port of 127.0.0.1.
    public WebSocketService(ServerCertificate certificate) throws Exception {
        var tls = new SslContextFactory.Server();
        tls.setKeyStorePath(certificate.pkcs12().toString());
        tls.setKeyStorePassword(certificate.password());
        var http = new HttpConnectionFactory(new HttpConfiguration());
        connector = new ServerConnector(server, new SslConnectionFactory(tls, http.getProtocol()), http);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, this::configure));
        server.start();
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxBinaryMessageSize(MESSAGE_BYTES);
        container.setMaxTextMessageSize(MESSAGE_BYTES);
        container.setIdleTimeout(Duration.ZERO); // who is idle is between the two
        container.addMapping("/echo", (request, response, _) -> {
            openings.add(HttpFields.build(request.getHeaders()).asImmutable());
            if (request.hasSubProtocol(SUB_PROTOCOL)) {
                response.setAcceptedSubProtocol(SUB_PROTOCOL);
            }
            return new Echo();
        });
        container.addMapping("/parts", (_, _, _) -> new Parts());
    }

    /// How many messages of floods have left so far.
    public int flooded() {
        return flooded.get();
    }

    public int port() {
        return connector.getLocalPort();
    }

    /// The fields of each opening at `/echo` so far.
    public List<HttpFields> openings() {
        return List.copyOf(openings);
    }

    /// With which each connection to `/echo` was closed by the client, so far.
    List<Integer> closeCodes() {
        return List.copyOf(closeCodes);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the WebSocket service did not stop", failure);
        }
    }

    /// Public, as Jetty wants its listeners.
    public final class Echo extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String message) {
            switch (message) {
                case "close with 4321" -> getSession().close(4321, "as told", Callback.NOOP);
                case "disconnect" -> getSession().disconnect();
                case "ping me" ->
                    getSession().sendPing(ByteBuffer.wrap("are you there".getBytes(UTF_8)), Callback.NOOP);
                case "flood" -> flood(FLOOD);
                default -> getSession().sendText(message, Callback.NOOP);
            }
        }

        /// The next when the one before has left.
        private void flood(int left) {
            if (left > 0) {
                getSession()
                        .sendBinary(
                                ByteBuffer.allocate(FLOOD_BYTES),
                                Callback.from(
                                        () -> {
                                            flooded.incrementAndGet();
                                            flood(left - 1);
                                        },
                                        _ -> {}));
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer message, Callback callback) {
            getSession().sendBinary(message, callback);
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            getSession().sendText("pong: " + UTF_8.decode(payload), Callback.NOOP);
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            closeCodes.add(code);
            callback.succeed();
        }
    }

    /// Public likewise.
    public static final class Parts extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketPartialText(String part, boolean last) {
            getSession().sendPartialText(part, last, Callback.NOOP);
        }
    }
}
