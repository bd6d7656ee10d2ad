package dev.lakegate.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.TokenForge;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an identity token must be: well formed, of an accepted issuer and key, genuine, in time, and meant for this.
class IdentityTokenIT extends WithGateway {
    @Test
    void a_good_token_passes_whether_rsa_or_ec() {
        assertPasses(me());
        forgetRequests();
        assertPasses(me().token(ec()));
    }

    @Test
    void the_other_field_may_carry_it_where_networks_eat_the_first() {
        assertPasses(me().without("Proxy-Authorization").with("X-Lakegate-Identity", "Bearer " + acme.alice()));
    }

    @Test
    void exactly_one_token_is_needed() {
        assertDenied(me().without("Proxy-Authorization"), 401, "missing_token");
        assertDenied(me().with("Proxy-Authorization", "Basic YWxpY2U6eA=="), 401, "missing_token");
        assertDenied(me().and("Proxy-Authorization: Bearer " + acme.alice()), 401, "duplicate_token");
        assertDenied(me().token(acme.alice() + ", Bearer " + acme.alice()), 401, "duplicate_token");
        assertDenied(me().and("X-Lakegate-Identity: Bearer " + acme.alice()), 401, "duplicate_token");
        assertDenied(
                me().without("Proxy-Authorization").with("X_Lakegate_Identity", "Bearer " + acme.alice()),
                401,
                "missing_token");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void spoilt(String how, Object token, String code) {
        assertDenied(me().token(token), code.equals("insufficient_scope") ? 403 : 401, code);
    }

    static Stream<Arguments> spoilt() throws IOException {
        return Stream.of(malformed(), algorithms(), keys(), signatures(), issuers(), times(), purposes())
                .flatMap(s -> s);
    }

    private static Stream<Arguments> malformed() {
        var p = acme.alice().parts();
        return Stream.of(
                arguments("opaque", "0123456789abcdef0123456789abcdef", "malformed_token"),
                arguments("two parts", p[0] + "." + p[1], "malformed_token"),
                arguments("four parts", acme.alice() + ".e30", "malformed_token"),
                arguments("padding", acme.alice() + "==", "malformed_token"),
                arguments("a header that is no JSON", "A".repeat(41) + "." + p[1] + "." + p[2], "malformed_token"),
                arguments("claims that are no JSON", p[0] + "." + "A".repeat(43) + "." + p[2], "malformed_token"),
                arguments("no signature", p[0] + "." + p[1] + ".", "malformed_token"),
                arguments("crit", acme.alice().header("crit", List.of("exp")), "crit_not_supported"),
                arguments("an empty crit", acme.alice().header("crit", List.of()), "crit_not_supported"));
    }

    private static Stream<Arguments> algorithms() throws IOException {
        var hs256 = acme.alice().header("alg", "HS256");
        var pem = setup.publicKeyFile("acme", TokenForge.RSA_KID);
        return Stream.concat(
                Stream.of("none", "NONE", "None", "nOnE", "rs256", "RS384", "RS512", "PS256", "ES384", "EdDSA", "")
                        .map(a -> arguments("alg " + a, acme.alice().header("alg", a), "alg_not_allowed")),
                Stream.of(
                        arguments("no alg", acme.alice().withoutHeader("alg"), "alg_not_allowed"),
                        arguments("alg null", acme.alice().header("alg", null), "alg_not_allowed"),
                        arguments("HS256 with the PEM", hs256.withHmac(Files.readAllBytes(pem)), "alg_not_allowed"),
                        arguments(
                                "HS256 with the PEM's path",
                                hs256.withHmac(pem.toString().getBytes(US_ASCII)),
                                "alg_not_allowed"),
                        arguments(
                                "ES256 with an RSA key's kid", acme.alice().header("alg", "ES256"), "alg_not_allowed"),
                        arguments(
                                "RS256 with an EC key's kid",
                                acme.alice().header("kid", TokenForge.EC_KID),
                                "alg_not_allowed")));
    }

    private static Stream<Arguments> keys() {
        return Stream.concat(
                Stream.of("unknown", "K1", " k1", "k1|", "acme|k1", "", "../keys/acme-k1", "/etc/passwd", "k1\n")
                        .map(kid -> arguments("kid '" + kid + "'", acme.alice().header("kid", kid), "unknown_key")),
                Stream.of(
                        arguments("no kid", acme.alice().withoutHeader("kid"), "unknown_key"),
                        arguments("kid null", acme.alice().header("kid", null), "unknown_key")));
    }

    private static Stream<Arguments> signatures() {
        var alice = acme.alice().parts();
        var bob = acme.person("bob", "data-science").parts();
        return Stream.of(
                arguments("a stranger's key", acme.alice().signedBy(stranger), "bad_signature"),
                arguments("another issuer's key of the same kid", acme.alice().signedBy(other), "bad_signature"),
                arguments(
                        "a key embedded in the header",
                        acme.alice()
                                .signedBy(stranger)
                                .header("jwk", Map.of("kty", "RSA", "e", "AQAB"))
                                .header("jku", "http://127.0.0.1/jwks"),
                        "bad_signature"),
                arguments("another one's claims", alice[0] + "." + bob[1] + "." + alice[2], "bad_signature"),
                arguments("a cut signature", acme.alice().toString().replaceFirst(".{8}$", ""), "bad_signature"),
                arguments("zeros", acme.alice().withSignature(new byte[256]), "bad_signature"),
                arguments("an EC signature in DER", ec().withDerSignature(), "bad_signature"));
    }

    private static Stream<Arguments> issuers() {
        return Stream.concat(
                Stream.of(
                                "https://evil.example",
                                "https://login.acme.example/",
                                "HTTPS://LOGIN.ACME.EXAMPLE",
                                "acme",
                                "")
                        .map(i -> arguments("iss '" + i + "'", acme.alice().claim("iss", i), "wrong_issuer")),
                Stream.of(
                        arguments("no iss", acme.alice().withoutClaim("iss"), "wrong_issuer"),
                        arguments(
                                "iss of one, key of the other",
                                acme.alice().claim("iss", other.issuer()),
                                "bad_signature")));
    }

    private static Stream<Arguments> times() {
        var now = Instant.now().getEpochSecond();
        return Stream.of(
                arguments("expired", acme.alice().claim("exp", now - 60), "token_expired"),
                arguments("no exp", acme.alice().withoutClaim("exp"), "token_expired"),
                arguments("exp null", acme.alice().claim("exp", null), "token_expired"),
                arguments("exp as text", acme.alice().claim("exp", String.valueOf(now + 600)), "token_expired"),
                arguments("exp in a list", acme.alice().claim("exp", List.of(now + 600)), "token_expired"),
                arguments("exp true", acme.alice().claim("exp", true), "token_expired"),
                arguments("exp 1e30", acme.alice().claimJson("exp", "1e30"), "token_expired"),
                arguments("exp beyond 64 bits", acme.alice().claimJson("exp", "9".repeat(30)), "token_expired"),
                arguments("not yet valid", acme.alice().claim("nbf", now + 300), "token_not_yet_valid"),
                arguments("nbf as text", acme.alice().claim("nbf", String.valueOf(now)), "token_not_yet_valid"),
                arguments("from the future", acme.alice().claim("iat", now + 300), "token_not_yet_valid"),
                arguments("a long life", acme.alice().claim("exp", now + 4000), "lifetime_too_long"),
                arguments("a life without end", acme.alice().claim("exp", 9_007_199_254_740_990L), "lifetime_too_long"),
                arguments("no iat", acme.alice().withoutClaim("iat"), "lifetime_too_long"),
                arguments("iat as text", acme.alice().claim("iat", String.valueOf(now)), "lifetime_too_long"));
    }

    private static Stream<Arguments> purposes() {
        return Stream.of(
                arguments("no aud", acme.alice().withoutClaim("aud"), "wrong_audience"),
                arguments("aud", acme.alice().claim("aud", "urn:other:api"), "wrong_audience"),
                arguments("aud list", acme.alice().claim("aud", List.of("x", "urn:lakegate")), "wrong_audience"),
                arguments("typ logout+jwt", acme.alice().header("typ", "logout+jwt"), "wrong_token_type"),
                arguments("typ JWT", acme.alice().header("typ", "JWT"), "wrong_token_type"),
                arguments("no typ", acme.alice().withoutHeader("typ"), "wrong_token_type"),
                arguments("another client", acme.alice().claim("client_id", "other-app"), "wrong_client"),
                arguments("no client", acme.alice().withoutClaim("client_id"), "wrong_client"),
                arguments(
                        "another client by azp",
                        acme.alice().withoutClaim("client_id").claim("azp", "other-app"),
                        "wrong_client"),
                arguments("no scope", acme.alice().withoutClaim("scope"), "insufficient_scope"),
                arguments("scope", acme.alice().claim("scope", "openid lakegate2 xlakegate"), "insufficient_scope"),
                arguments("revoked", acme.alice().claim("jti", "revoked"), "token_revoked"));
    }

    private static ForgedToken ec() {
        return acme.alice().header("alg", "ES256").header("kid", TokenForge.EC_KID);
    }
}
