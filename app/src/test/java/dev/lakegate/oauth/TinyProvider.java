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
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.ProviderPreset;
import dev.lakegate.config.SignInSettings;
import dev.lakegate.model.ProfileName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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
    private final List<Map<String, String>> tokenRequests = new CopyOnWriteArrayList<>();
    private volatile Function<Map<String, String>, Answer> tokenEndpoint = _ -> error(400, "invalid_request");
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
        server.createContext("/token", exchange -> {
            Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            tokenRequests.add(form);
            send(exchange, tokenEndpoint.apply(form));
        });
        server.start();
    }

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
        return profile(IdentityToken.ACCESS, Duration.ofSeconds(20));
    }

    public Profile profile(IdentityToken identityToken, Duration signInTimeout) {
        return new Profile(
                new ProfileName("acme"),
                ProviderPreset.OTHER,
                URI.create(issuer()),
                CLIENT,
                Optional.empty(),
                AUDIENCE,
                AudienceParameter.RESOURCE,
                identityToken,
                URI.create("https://gateway.acme.example"),
                IdentityField.PROXY_AUTHORIZATION,
                Optional.empty(),
                new SignInSettings(
                        List.of("openid", "offline_access"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        false,
                        signInTimeout),
                List.of());
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
        tokenEndpoint = answer;
    }

    /// The forms sent to the token endpoint so far.
    public List<Map<String, String>> tokenRequests() {
        return List.copyOf(tokenRequests);
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
