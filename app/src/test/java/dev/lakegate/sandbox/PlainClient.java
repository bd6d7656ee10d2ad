package dev.lakegate.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A public OAuth client in plain HTTP, for tests that need a token without the program, or a request that the program
/// would never send.
public final class PlainClient implements AutoCloseable {
    private static final String SCOPES = "openid offline_access profile email lakegate";

    private final Provider provider;
    private final String clientId;
    private final HttpClient http;

    public PlainClient(Provider provider, String clientId) {
        this.provider = provider;
        this.clientId = clientId;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /// What came back to the redirect URI.
    ///
    /// @param parameters of the callback; empty when none came
    /// @param page what the person saw last
    public record AuthorizationResponse(
            Map<String, String> parameters, URI redirect, String verifier, Person.Page page) {
        public String code() {
            return parameters.get("code");
        }
    }

    /// An answer in JSON.
    public record Answer(int status, JsonNode body) {
        public String text(String name) {
            return body.path(name).asString(null);
        }
    }

    /// Signs a person in for the gateway's audience, from the authorization request to the tokens.
    public Answer signIn(Person person) throws IOException {
        return redeem(authorize(person, Map.of("resource", Provider.AUDIENCE)));
    }

    /// Sends a person to the provider.
    ///
    /// @param parameters in addition to the usual ones, or in their place; an empty value leaves one out
    public AuthorizationResponse authorize(Person person, Map<String, String> parameters) throws IOException {
        AtomicReference<String> query = new AtomicReference<>("");
        HttpServer redirect = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        redirect.createContext("/callback", exchange -> receive(exchange, query));
        redirect.start();
        try {
            URI address = URI.create("http://127.0.0.1:%d/callback"
                    .formatted(redirect.getAddress().getPort()));
            String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
            Map<String, String> request = authorizationRequest(address, verifier);
            request.putAll(parameters);
            request.values().removeIf(String::isEmpty);
            Person.Page page = person.signIn(provider.issuer().resolve("/auth?" + form(request)));
            return new AuthorizationResponse(parameters(query.get()), address, verifier, page);
        } finally {
            redirect.stop(0);
        }
    }

    /// The usual parameters of an authorization request.
    public Map<String, String> authorizationRequest(URI redirect, String verifier) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", redirect.toString());
        request.put("scope", SCOPES);
        request.put("state", UUID.randomUUID().toString());
        request.put("nonce", UUID.randomUUID().toString());
        request.put("code_challenge", challenge(verifier));
        request.put("code_challenge_method", "S256");
        return request;
    }

    public Answer redeem(AuthorizationResponse response) throws IOException {
        return token(Map.of(
                "grant_type", "authorization_code",
                "code", response.code(),
                "redirect_uri", response.redirect().toString(),
                "code_verifier", response.verifier()));
    }

    public Answer refresh(String refreshToken) throws IOException {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /// Asks the token endpoint.
    public Answer token(Map<String, String> parameters) throws IOException {
        return post("/token", parameters);
    }

    /// Posts a form to the provider, with the client's id unless the form has one.
    public Answer post(String path, Map<String, String> parameters) throws IOException {
        Map<String, String> form = new HashMap<>(parameters);
        form.putIfAbsent("client_id", clientId);
        return send(HttpRequest.newBuilder(provider.issuer().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form))));
    }

    public Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(provider.issuer().resolve(path)));
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            return new Answer(response.statusCode(), JsonMapper.shared().readTree(json ? response.body() : "{}"));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the provider", interruption);
        }
    }

    private static void receive(HttpExchange exchange, AtomicReference<String> query) throws IOException {
        try (exchange) {
            query.set(exchange.getRequestURI().getRawQuery());
            byte[] text = "Back at the application.".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
