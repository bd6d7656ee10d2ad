package dev.lakegate.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The loopback address to which the browser is sent back (RFC 8252 §7.3); it lives as long as one sign-in.
final class LoopbackRedirect implements AutoCloseable {
    private static final int MOST_WAITING = 32;

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI address;
    private final BlockingQueue<Callback> callbacks = new LinkedBlockingQueue<>(MOST_WAITING);

    private LoopbackRedirect(HttpServer server, String path) {
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /// @param ports those registered at the provider, tried in order; empty for any free one
    static LoopbackRedirect open(List<Integer> ports, String path) throws ProblemException {
        List<Integer> candidates = ports.isEmpty() ? List.of(0) : ports;
        IOException last = new IOException("no port");
        for (int port : candidates) {
            try {
                InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
                return new LoopbackRedirect(HttpServer.create(loopback, MOST_WAITING), path);
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new ProblemException(
                new LocalFailure(
                        "listen for the browser's return on port " + candidates, String.valueOf(last.getMessage())),
                last);
    }

    URI address() {
        return address;
    }

    /// The next call of the address; empty when none came in time.
    Optional<Callback> next(Duration patience) throws ProblemException {
        try {
            return Optional.ofNullable(callbacks.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new LocalFailure("wait for the browser", "the program is ending"), interrupted);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean ours = exchange.getRequestMethod().equals("GET")
                && address.getPath().equals(exchange.getRequestURI().getPath())
                && address.getAuthority().equals(exchange.getRequestHeaders().getFirst("Host"));
        if (!ours || !callbacks.offer(new Callback(address.resolve(exchange.getRequestURI()), exchange))) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    /// One call of the redirect address, waiting for its page.
    record Callback(URI address, HttpExchange exchange) {

        /// A browser that has gone away misses its page; the sign-in goes on all the same.
        void answer(SignInPage page) {
            byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
                exchange.getResponseHeaders()
                        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
                exchange.sendResponseHeaders(page.status(), html.length);
                exchange.getResponseBody().write(html);
            } catch (IOException gone) {
                System.getLogger(LoopbackRedirect.class.getName())
                        .log(System.Logger.Level.DEBUG, "the browser did not wait for its page");
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
