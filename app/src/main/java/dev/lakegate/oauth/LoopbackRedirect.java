package dev.lakegate.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// The loopback address to which the browser is sent back (RFC 8252 §7.3); it lives as long as one sign-in.
final class LoopbackRedirect implements AutoCloseable {
    private static final int BACKLOG = 32;

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI address;
    private final Predicate<Callback> receiver;

    private LoopbackRedirect(HttpServer server, String path, Predicate<Callback> receiver) {
        this.server = server;
        this.receiver = receiver;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /// @param ports    those registered at the provider, tried in order; empty for any free one
    /// @param receiver takes a callback and sees that it gets its page, or has no room for it
    static LoopbackRedirect open(List<Integer> ports, String path, Predicate<Callback> receiver)
            throws ProblemException {
        List<Integer> candidates = ports.isEmpty() ? List.of(0) : ports;
        IOException last = new IOException("no port");
        for (int port : candidates) {
            try {
                InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
                return new LoopbackRedirect(HttpServer.create(loopback, BACKLOG), path, receiver);
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new ProblemException(
                new LocalFailure("listen for the browser's return on port " + candidates, Reason.of(last)), last);
    }

    URI address() {
        return address;
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean ours = exchange.getRequestMethod().equals("GET")
                && address.getPath().equals(exchange.getRequestURI().getPath())
                && address.getAuthority().equals(exchange.getRequestHeaders().getFirst("Host"));
        if (!ours
                || !receiver.test(
                        new Callback(address.resolve(exchange.getRequestURI()).toString(), exchange))) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    /// One call of the redirect address, waiting for its page.
    record Callback(String address, HttpExchange exchange) implements SignInAttempt.Return {

        @Override
        public void refuse(String reason) {
            conclude(SignInPage.NOT_THIS_ONE);
        }

        /// A browser that has gone away misses its page; the sign-in goes on all the same.
        @Override
        public void conclude(SignInPage page) {
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

        /// The address carries the code.
        @Override
        public String toString() {
            return "Callback";
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
