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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A loopback address that sends the first browser which opens it on to another one, and then is gone, as it is after a
/// minute: for addresses that must not stand in a command line.
public final class OneTimeAddress implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final int PATH_BYTES = 32;

    /// The JDK's server forgets a connection that it accepts while it is being stopped, whose browser then waits for
    /// ever: those that come with the first one are let in and told 404.
    private static final Duration LATECOMERS = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI address;
    private final URI destination;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Boolean> visited = new CompletableFuture<>();

    private OneTimeAddress(HttpServer server, String path, URI destination, Duration lifetime) {
        this.server = server;
        this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        this.destination = destination;
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
        var _ = visited.completeOnTimeout(false, lifetime.toNanos(), TimeUnit.NANOSECONDS)
                .thenRun(() -> claimed.set(true))
                .thenRunAsync(this::stop, afterTheLatecomers());
    }

    static OneTimeAddress leadingTo(URI destination) throws ProblemException {
        return leadingTo(destination, LIFETIME);
    }

    static OneTimeAddress leadingTo(URI destination, Duration lifetime) throws ProblemException {
        byte[] path = new byte[PATH_BYTES];
        new SecureRandom().nextBytes(path);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            return new OneTimeAddress(server, "/" + HexFormat.of().formatHex(path), destination, lifetime);
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("open an address for the browser", Reason.of(failure)), failure);
        }
    }

    private static Executor afterTheLatecomers() {
        return CompletableFuture.delayedExecutor(
                LATECOMERS.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
    }

    /// What the browser is to open.
    public URI address() {
        return address;
    }

    /// Blocks until a browser has come, the minute is over, or the address is closed; whether one has come. A program
    /// that ends sooner takes the address with it.
    public boolean awaitVisit() {
        return visited.join();
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean ours = exchange.getRequestMethod().equals("GET")
                && address.getPath().equals(exchange.getRequestURI().getRawPath())
                && address.getAuthority().equals(exchange.getRequestHeaders().getFirst("Host"))
                && claimed.compareAndSet(false, true);
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            if (ours) {
                exchange.getResponseHeaders().set("Location", destination.toString());
            }
            exchange.sendResponseHeaders(ours ? 303 : 404, -1);
        } finally {
            if (ours) {
                visited.complete(true);
            }
        }
    }

    @Override
    public void close() {
        visited.complete(false);
    }

    private void stop() {
        server.stop(0);
        threads.shutdownNow();
    }
}
