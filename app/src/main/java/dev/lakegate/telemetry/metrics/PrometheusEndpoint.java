package dev.lakegate.telemetry.metrics;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakegate.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where a Prometheus server of this machine fetches the metrics: `/metrics` on 127.0.0.1, for who shows the key, and
/// for no web page.
public final class PrometheusEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BACKLOG = 8;

    /// What another user of this machine could use up otherwise: the server has no bounds of its own.
    private static final int MOST_CONNECTIONS = 64;

    private static final int SECONDS_FOR_A_REQUEST = 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Secret key;
    private final Supplier<String> page;
    private final Set<String> authorities;

    private PrometheusEndpoint(HttpServer server, Secret key, Supplier<String> page) {
        this.server = server;
        this.key = key;
        this.page = page;
        int port = server.getAddress().getPort();
        this.authorities = Set.of("127.0.0.1:" + port, "localhost:" + port);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Listens from now on. Throws [IOException] when the port is taken.
    ///
    /// @param page makes what is answered
    public static PrometheusEndpoint open(int port, Secret key, Supplier<String> page) throws IOException {
        // read when the first server of the process is made, and good for that of a sign-in too
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SECONDS_FOR_A_REQUEST));
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        return new PrometheusEndpoint(HttpServer.create(loopback, BACKLOG), key, page);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers fields = exchange.getResponseHeaders();
            fields.set("Cache-Control", "no-store");
            fields.set("Content-Type", TEXT);
            int refusal = refusal(exchange);
            if (refusal == 401) {
                fields.set("WWW-Authenticate", "Bearer");
            }
            String text = refusal == 200 ? page.get() : sentence(refusal);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            exchange.sendResponseHeaders(refusal, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// The status; 200 for who may have the page.
    private int refusal(HttpExchange exchange) {
        Headers fields = exchange.getRequestHeaders();
        String host = only(fields.get("Host"));
        if (host == null || !authorities.contains(host)) {
            return 421;
        }
        if (fields.containsKey("Origin") || fields.containsKey("Sec-Fetch-Site")) {
            return 403;
        }
        String shown = shown(only(fields.get("Authorization")));
        if (shown == null || !key.matches(shown)) {
            return 401;
        }
        if (!PATH.equals(exchange.getRequestURI().getPath())) {
            return 404;
        }
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> 200;
            default -> 405;
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 401 -> "Show the key as a Bearer token: app/docs/metrics.md says where it lies.\n";
            case 403 -> "The metrics are not for web pages.\n";
            case 404 -> "The metrics are at " + PATH + ".\n";
            case 405 -> "The metrics can only be read.\n";
            default -> "Address the metrics as 127.0.0.1 with their port.\n";
        };
    }

    private static @Nullable String only(@Nullable List<String> values) {
        return values != null && values.size() == 1 ? values.getFirst() : null;
    }

    /// The Bearer token, or the Basic password (RFC 7617).
    private static @Nullable String shown(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7);
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
                return pair.substring(pair.indexOf(':') + 1);
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
