package dev.lakegate.journey;

import dev.lakegate.sandbox.Laptop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A local client of one route, which holds its local key.
final class Notebook {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI address;
    private final String localKey;

    private Notebook(URI address, String localKey) {
        this.address = address;
        this.localKey = localKey;
    }

    static Notebook of(Laptop laptop, String route) {
        return new Notebook(laptop.address(route), laptop.localKey(route));
    }

    /// One that holds another key.
    static Notebook withKey(Laptop laptop, String route, String key) {
        return new Notebook(laptop.address(route), key);
    }

    /// What came back.
    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        Optional<String> field(String name) {
            return response.headers().firstValue(name);
        }

        /// The proxy's id of the request.
        String requestId() {
            return field("X-Request-Id").orElseThrow();
        }
    }

    /// @param fields names and values in turn
    Answer get(String path, String... fields) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request(path, fields), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    /// @param body   JSON
    /// @param fields names and values in turn
    HttpResponse<byte[]> post(String path, String body, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + localKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return CLIENT.send(with(request, fields), HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<Answer> getLater(String path) {
        return CLIENT.sendAsync(request(path), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    /// Whom the workspace says this is.
    String me() throws IOException, InterruptedException {
        return get(WithSandbox.ME).json().path("userName").asString();
    }

    private HttpRequest request(String path, String... fields) {
        return with(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + localKey),
                fields);
    }

    private static HttpRequest with(HttpRequest.Builder request, String... fields) {
        for (int index = 0; index < fields.length; index += 2) {
            request.header(fields[index], fields[index + 1]);
        }
        return request.build();
    }
}
