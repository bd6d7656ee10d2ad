package dev.lakegate.sandbox.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/// What a WebSocket client gets, to be waited for. Public, as Jetty wants its listeners.
public final class Conversation extends Session.Listener.AbstractAutoDemanding {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    /// By the other side.
    record Closed(int code, String reason) {}

    @Override
    public void onWebSocketText(String message) {
        received.add(message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        received.add(bytes);
        callback.succeed();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        received.add("pong: " + UTF_8.decode(payload));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        closed.complete(new Closed(code, reason));
        callback.succeed();
    }

    /// The next text, or what a pong carried.
    String text() throws InterruptedException {
        return (String) next();
    }

    byte[] bytes() throws InterruptedException {
        return (byte[]) next();
    }

    Closed closed() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Object next() throws InterruptedException {
        Object message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message has come; closed: " + closed);
        }
        return message;
    }
}
