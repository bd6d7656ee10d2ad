package dev.lakegate.sandbox;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sandbox's OpenID provider: certified `oidc-provider` in a Node process of its own, with the sandbox's
/// people. The process ends when this one does, however that happens.
public final class Provider implements AutoCloseable {
    /// The audience of the identity tokens that the sandbox's gateway accepts.
    public static final String AUDIENCE = "urn:lakegate:sandbox";

    /// The audience of an API that is not the gateway.
    public static final String OTHER_AUDIENCE = "urn:other:api";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final URI issuer;
    private final String controlSecret;
    private final HttpClient client;

    private Provider(Process process, URI issuer, String controlSecret, HttpClient client) {
        this.process = process;
        this.issuer = issuer;
        this.controlSecret = controlSecret;
        this.client = client;
    }

    /// How often each endpoint was asked (`jwks`, `token`, `revocation`, …), and the token endpoint for each
    /// grant.
    ///
    /// @param revocations the kinds of the tokens that were to be revoked (`token_type_hint`), in their order
    public record Counters(Map<String, Integer> endpoints, Map<String, Integer> grants, List<String> revocations) {
        public int endpoint(String name) {
            return endpoints.getOrDefault(name, 0);
        }

        public int grant(String type) {
            return grants.getOrDefault(type, 0);
        }
    }

    /// Returns when the provider answers. Blocks longer the first time on a machine, when its libraries are
    /// fetched.
    public static Provider start(ProviderSettings settings) {
        List<String> program = PackagingScript.run("provider");
        String controlSecret = UUID.randomUUID().toString();
        try {
            Process process = new ProcessBuilder(program).start();
            PackagingScript.narrate(process, "provider");
            OutputStream input = process.getOutputStream();
            input.write((settings.toJson(controlSecret) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
            return new Provider(process, announcedIssuer(process), controlSecret, client(settings));
        } catch (IOException failure) {
            throw new IllegalStateException("the sandbox's provider could not be started", failure);
        }
    }

    public URI issuer() {
        return issuer;
    }

    public URI jwksUri() {
        return issuer.resolve("/jwks");
    }

    /// The public keys with which its tokens are verified.
    public JWKSet keys() {
        try {
            HttpRequest request = HttpRequest.newBuilder(jwksUri()).build();
            return JWKSet.parse(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the sandbox's provider", interruption);
        } catch (IOException | ParseException failure) {
            throw new IllegalStateException("the sandbox's provider tells no keys", failure);
        }
    }

    public Counters counters() {
        return JsonMapper.shared().treeToValue(control("GET", "counters"), Counters.class);
    }

    /// Every access, refresh and ID token that it has issued.
    public List<String> issued() {
        return JsonMapper.shared().treeToValue(control("GET", "issued"), new TypeReference<List<String>>() {});
    }

    /// What happens to a request.
    public sealed interface Failure {
        /// The provider is ill, or says no.
        record Answer(int status, String error) implements Failure {}

        record Late(Duration time) implements Failure {}

        /// It is carried out, and the connection ends before the answer.
        record Lost() implements Failure {}
    }

    /// Lets the next requests to a path (`/token`, `/request`, …) fail.
    public void failNext(String path, int times, Failure failure) {
        Map<String, Object> plan = new HashMap<>(Map.of("path", path, "times", times));
        switch (failure) {
            case Failure.Answer(int status, String error) ->
                plan.putAll(Map.of("kind", "answer", "status", status, "error", error));
            case Failure.Late(Duration time) -> plan.putAll(Map.of("kind", "late", "millis", time.toMillis()));
            case Failure.Lost() -> plan.put("kind", "lost");
        }
        control("POST", "failures", JsonMapper.shared().writeValueAsString(plan));
    }

    /// Publishes a key that signs nothing yet, and returns the ids of all published ones, the signing one
    /// first.
    public List<String> announceKey() {
        return keys("announce");
    }

    /// Signs from now on with the announced key, or with one that nobody has heard of; the old ones stay
    /// published.
    public List<String> rotateKeys() {
        return keys("rotate");
    }

    /// Publishes the signing key only: what another one signed is no longer to be trusted.
    public List<String> retireKeys() {
        return keys("retire");
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the sandbox's provider does not end with its standard input");
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the standard input of the sandbox's provider cannot be closed", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            client.close();
        }
    }

    private static URI announcedIssuer(Process process) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line = CompletableFuture.supplyAsync(() -> firstLine(output))
                    .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return URI.create(JsonMapper.shared().readTree(line).get("issuer").asString());
        } catch (CompletionException failure) {
            process.destroyForcibly();
            throw new IllegalStateException("the sandbox's provider did not start", failure.getCause());
        }
    }

    private static String firstLine(BufferedReader output) {
        return output.lines()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("it ended; the reason is on standard error"));
    }

    private static HttpClient client(ProviderSettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        settings.tls().ifPresent(tls -> builder.sslContext(tls.trust()));
        return builder.build();
    }

    private List<String> keys(String change) {
        return JsonMapper.shared()
                .treeToValue(control("POST", "keys/" + change).get("keys"), new TypeReference<List<String>>() {});
    }

    private JsonNode control(String method, String path) {
        return control(method, path, "");
    }

    private JsonNode control(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(issuer.resolve("/sandbox/" + path))
                .header("Authorization", "Bearer " + controlSecret)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("%s %s: %d".formatted(method, path, response.statusCode()));
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException failure) {
            throw new IllegalStateException("the sandbox's provider does not answer", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the sandbox's provider", interruption);
        }
    }
}
