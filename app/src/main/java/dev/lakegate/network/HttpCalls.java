package dev.lakegate.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Short HTTP calls, such as those to an identity provider: bounded in time and size, following no redirect.
public final class HttpCalls implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final HttpClient client;

    public HttpCalls(TrustRoots trustRoots) {
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trustRoots.sslContext())
                .build();
    }

    /// A call's answer, its body whole and read as UTF-8.
    public record Answer(int status, HttpHeaders fields, String body) {}

    /// Blocks until the whole answer is there; throws [IOException] when it is not to be had, is over 1 MiB, or takes
    /// over 30 seconds.
    public Answer send(String method, URI uri, Map<String, List<String>> fields, Optional<String> body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(CALL_TIMEOUT)
                .method(
                        method,
                        body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        fields.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(response.statusCode(), response.headers(), whole(response));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was interrupted", interrupted);
        }
    }

    private static String whole(HttpResponse<InputStream> response) throws IOException {
        OptionalLong announced = response.headers().firstValueAsLong("Content-Length");
        try (InputStream stream = response.body()) {
            byte[] body = announced.orElse(0) > MAX_BODY_BYTES ? new byte[0] : stream.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES || announced.orElse(0) > MAX_BODY_BYTES) {
                throw new IOException("the answer is larger than " + MAX_BODY_BYTES + " bytes");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
