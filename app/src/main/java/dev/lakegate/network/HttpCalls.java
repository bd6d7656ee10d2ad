package dev.lakegate.network;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Short HTTP calls, such as those to an identity provider: bounded in time and size, following no redirect,
/// through the outbound proxy where there is one.
public final class HttpCalls implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final WayOut wayOut;
    private final TrustRoots trustRoots;
    private final Duration callTimeout;
    private final int maxBodyBytes;
    private @Nullable HttpClient client;
    private boolean closed;

    public HttpCalls(TrustRoots trustRoots, NetworkSettings network) {
        this(trustRoots, network, CALL_TIMEOUT);
    }

    /// With calls that may take that long, from the name's lookup to the body's end.
    public HttpCalls(TrustRoots trustRoots, NetworkSettings network, Duration callTimeout) {
        this(trustRoots, network, callTimeout, MAX_BODY_BYTES);
    }

    /// With answers of that size at most.
    public HttpCalls(TrustRoots trustRoots, NetworkSettings network, Duration callTimeout, int maxBodyBytes) {
        wayOut = new WayOut(network);
        this.trustRoots = trustRoots;
        this.callTimeout = callTimeout;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// Made for the first call, as it takes a fortieth of the way to listening, and TLS much more.
    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("calls have ended");
        }
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(wayOut)
                    .sslContext(trustRoots.sslContext())
                    .build();
        }
        return client;
    }

    /// A call's answer, its body whole and read as UTF-8.
    public record Answer(int status, HttpHeaders fields, String body) {}

    /// An answer over the size allowed.
    public static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        AnswerTooLarge(int maxBytes) {
            super("the answer is larger than " + maxBytes / 1024 + " KiB");
        }
    }

    /// Blocks until the whole answer is there; throws [IOException] when it is not to be had or takes over the
    /// time allowed, 30 seconds unless said otherwise, [AnswerTooLarge] over the size, 1 MiB unless said
    /// otherwise, and [OutboundProxyFailure] when it came no further than the outbound proxy.
    public Answer send(String method, URI uri, Map<String, List<String>> fields, Optional<String> body)
            throws IOException {
        return send(
                method,
                uri,
                fields,
                body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
    }

    /// As the other, with a body of bytes.
    public Answer send(String method, URI uri, Map<String, List<String>> fields, byte[] body) throws IOException {
        return send(method, uri, fields, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private Answer send(String method, URI uri, Map<String, List<String>> fields, HttpRequest.BodyPublisher body)
            throws IOException {
        // the request's own timeout ends with the answer's fields, and a body may trickle for ever
        CompletableFuture<HttpResponse<String>> answer =
                client().sendAsync(request(method, uri, fields, body), _ -> new BoundedText(maxBodyBytes));
        try {
            HttpResponse<String> whole = answer.get(callTimeout.toNanos(), TimeUnit.NANOSECONDS);
            wayOut.requireOrigins(uri, whole.statusCode());
            return new Answer(whole.statusCode(), whole.headers(), whole.body());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AnswerTooLarge tooLarge) {
                throw tooLarge;
            }
            wayOut.requireOrigins(uri, failure);
            throw new IOException(Reason.of(Objects.requireNonNullElse(failure.getCause(), failure)), failure);
        } catch (TimeoutException late) {
            throw new IOException("the answer was not there in time, within " + callTimeout.toMillis() + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was interrupted", interrupted);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(
            String method, URI uri, Map<String, List<String>> fields, HttpRequest.BodyPublisher body)
            throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
            fields.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
            wayOut.authorization(uri).ifPresent(value -> request.setHeader("Proxy-Authorization", value.reveal()));
            return request.build();
        } catch (IllegalArgumentException notCallable) {
            throw new IOException(Reason.of(notCallable), notCallable);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }
}
