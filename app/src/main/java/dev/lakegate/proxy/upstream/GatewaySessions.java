package dev.lakegate.proxy.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.HTTP2ClientConnectionFactory;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/// The connections to one workspace's name over HTTP/2: one, until the gateway takes no more streams on it.
final class GatewaySessions {
    /// Until the gateway has said how many (RFC 9113 §6.5.2).
    private static final int FIRST_STREAMS = 100;

    private final String workspace;
    private final String authority;
    private final GatewayConnections connections;
    private final HTTP2Client client;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Line> lines = new ArrayList<>();
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private boolean connecting;

    GatewaySessions(String workspace, String authority, GatewayConnections connections, HTTP2Client client) {
        this.workspace = workspace;
        this.authority = authority;
        this.connections = connections;
        this.client = client;
    }

    void carry(Exchange exchange) {
        Line free;
        lock.lock();
        try {
            free = free();
            if (free == null) {
                waiting.add(exchange);
            }
        } finally {
            lock.unlock();
        }
        if (free == null) {
            exchange.waitsForConnection();
            connect();
        } else {
            free.carry(exchange);
        }
    }

    /// Past the connection that is open, which may be lost.
    void carryOverNewConnection(Exchange exchange) {
        List<Line> left;
        lock.lock();
        try {
            left = List.copyOf(lines);
            lines.clear();
            waiting.add(exchange);
        } finally {
            lock.unlock();
        }
        left.forEach(Line::leave);
        exchange.waitsForConnection();
        connect();
    }

    UpstreamLoad load() {
        lock.lock();
        try {
            int streams = lines.stream().mapToInt(line -> line.streams).sum();
            return new UpstreamLoad(0, 0, lines.size(), streams, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Line free() {
        for (Line line : lines) {
            if (line.streams < line.most) {
                line.streams++;
                return line;
            }
        }
        return null;
    }

    private void connect() {
        lock.lock();
        try {
            if (connecting) {
                return;
            }
            connecting = true;
        } finally {
            lock.unlock();
        }
        Line line = new Line();
        connections.connect(
                workspace,
                "h2",
                (endPoint, context) -> {
                    endPoint.setIdleTimeout(GatewayConnections.IDLE_TIMEOUT.toMillis());
                    context.put(HTTP2Client.CONTEXT_KEY, client);
                    context.put(HTTP2Client.SESSION_LISTENER_CONTEXT_KEY, line);
                    context.put(
                            HTTP2Client.SESSION_PROMISE_CONTEXT_KEY,
                            Promise.<Session>from(session -> opened(line, session), this::failed));
                    return Http2.over(
                            endPoint,
                            connections.selectors(),
                            end -> new HTTP2ClientConnectionFactory().newConnection(end, context));
                },
                this::failed);
    }

    private void opened(Line line, Session session) {
        line.session = session;
        List<Exchange> ready = new ArrayList<>();
        boolean more;
        lock.lock();
        try {
            connecting = false;
            lines.addFirst(line);
            while (!waiting.isEmpty() && line.streams < line.most) {
                line.streams++;
                ready.add(waiting.remove());
            }
            more = !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
        ready.forEach(line::carry);
        if (more) {
            connect();
        }
    }

    private void failed(Throwable failure) {
        List<Exchange> lost;
        lock.lock();
        try {
            connecting = false;
            lost = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        lost.forEach(exchange -> exchange.fails(failure));
    }

    private void gone(Line line) {
        lock.lock();
        try {
            lines.remove(line);
        } finally {
            lock.unlock();
        }
    }

    /// One connection and what is known of it.
    private final class Line implements Session.Listener {
        private volatile @Nullable Session session;
        private int streams;
        private int most = FIRST_STREAMS;

        void carry(Exchange exchange) {
            Session open = session;
            AtomicBoolean over = new AtomicBoolean();
            GatewayStream stream = new GatewayStream(exchange, () -> {
                if (over.compareAndSet(false, true)) {
                    ended();
                }
            });
            if (open != null) {
                stream.open(open, authority);
            }
        }

        /// When it carries nothing any more: now, or with the last of its streams. A gateway that is asked to close may
        /// not do so.
        void leave() {
            boolean isIdle;
            lock.lock();
            try {
                isIdle = streams == 0;
            } finally {
                lock.unlock();
            }
            if (isIdle && session instanceof HTTP2Session open) {
                open.disconnect();
            }
        }

        private void ended() {
            Exchange next;
            boolean isLeft;
            lock.lock();
            try {
                streams--;
                isLeft = !lines.contains(this);
                next = !isLeft && streams < most ? waiting.poll() : null;
                if (next != null) {
                    streams++;
                }
            } finally {
                lock.unlock();
            }
            if (next != null) {
                carry(next);
            } else if (isLeft) {
                leave();
            }
        }

        /// Nobody here has a use for what a server sends unasked (RFC 9113 §8.4).
        @Override
        public Map<Integer, Integer> onPreface(Session opening) {
            if (opening instanceof HTTP2Session counted) {
                counted.addEventListener(new SessionWatch());
            }
            return Map.of(SettingsFrame.ENABLE_PUSH, 0);
        }

        @Override
        public void onSettings(Session from, SettingsFrame frame) {
            Integer told = frame.getSettings().get(SettingsFrame.MAX_CONCURRENT_STREAMS);
            if (told != null) {
                lock.lock();
                try {
                    most = told;
                } finally {
                    lock.unlock();
                }
                if (told == 0) {
                    // or it would stay, unused, beside the one that the next exchange opens
                    gone(this);
                    leave();
                }
            }
        }

        @Override
        public void onGoAway(Session from, GoAwayFrame frame) {
            gone(this);
            leave();
        }

        @Override
        public void onClose(Session from, GoAwayFrame frame, Callback callback) {
            gone(this);
            callback.succeeded();
        }

        @Override
        public void onFailure(Session from, Throwable failure, Callback callback) {
            gone(this);
            callback.succeeded();
        }
    }
}
