package dev.lakegate.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakegate.config.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// A provider that says exactly what a test wants, also what no provider should; the certified one is in the sandbox.
public final class TinyProvider implements AutoCloseable {
    public static final String CLIENT = "lakegate";
    public static final String AUDIENCE = "urn:lakegate:test";

    private static final RSAKey KEY = key();

    private final HttpServer server;
    private final Map<String, Object> metadata = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Map<String, String>, Answer>> endpoints = new ConcurrentHashMap<>();
    private volatile Answer keySet = json(200, new JWKSet(KEY).toJSONObject());

    public TinyProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.putAll(Map.of(
                "issuer",
                issuer(),
                "authorization_endpoint",
                issuer() + "/authorize",
                "token_endpoint",
                issuer() + "/token",
                "revocation_endpoint",
                issuer() + "/revoke",
                "jwks_uri",
                issuer() + "/keys",
                "subject_types_supported",
                List.of("public"),
                "response_types_supported",
                List.of("code"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "authorization_response_iss_parameter_supported",
                true));
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, json(200, metadata)));
        server.createContext("/keys", exchange -> send(exchange, keySet));
        server.createContext("/", this::record);
        server.start();
    }

    /// What an endpoint was asked.
    ///
    /// @param authorization the field of that name; empty without one
    public record Request(String endpoint, Map<String, String> form, String authorization) {}

    /// What an endpoint says.
    public record Answer(int status, String contentType, String body) {}

    public static Answer json(int status, Map<String, ?> members) {
        return new Answer(status, "application/json", new JsonMapper().writeValueAsString(members));
    }

    public static Answer error(int status, String code) {
        return json(status, Map.of("error", code));
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Settings of a company that uses this provider.
    public Profile profile() {
        return settings().build();
    }

    ProfileBuilder settings() {
        return new ProfileBuilder(issuer());
    }

    /// Changes the discovery document.
    public void announces(String member, Object value) {
        metadata.put(member, value);
    }

    public void announcesNo(String member) {
        metadata.remove(member);
    }

    public void answersKeysWith(Answer answer) {
        keySet = answer;
    }

    public void answersTokensWith(Function<Map<String, String>, Answer> answer) {
        answers("/token", answer);
    }

    /// What an endpoint says to a form.
    void answers(String endpoint, Function<Map<String, String>, Answer> answer) {
        endpoints.put(endpoint, answer);
    }

    /// The forms sent to the token endpoint so far.
    public List<Map<String, String>> tokenRequests() {
        return requests("/token").stream().map(Request::form).toList();
    }

    List<Request> requests(String endpoint) {
        return requests.stream()
                .filter(request -> request.endpoint().equals(endpoint))
                .toList();
    }

    private void record(HttpExchange exchange) throws IOException {
        String endpoint = exchange.getRequestURI().getPath();
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        requests.add(new Request(endpoint, form, authorization));
        send(
                exchange,
                endpoints
                        .getOrDefault(endpoint, _ -> error(400, "invalid_request"))
                        .apply(form));
    }

    public static Answer tokens(String idToken, String accessToken, String refreshToken, Duration lifetime) {
        return json(
                200,
                Map.of(
                        "token_type",
                        "Bearer",
                        "id_token",
                        idToken,
                        "access_token",
                        accessToken,
                        "refresh_token",
                        refreshToken,
                        "expires_in",
                        lifetime.toSeconds()));
    }

    public JWTClaimsSet.Builder idClaims(String subject) {
        return claims(subject).audience(CLIENT).claim("email", subject + "@acme.example");
    }

    public JWTClaimsSet.Builder accessClaims(String subject) {
        return claims(subject).audience(AUDIENCE);
    }

    private JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    /// With this provider's key.
    public static String signed(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(KEY.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(KEY));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The names and values of a form or query.
    public static Map<String, String> form(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(encoded.split("&"))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> values.put(URLDecoder.decode(pair[0], UTF_8), URLDecoder.decode(pair[1], UTF_8)));
        return values;
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("tiny").generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
