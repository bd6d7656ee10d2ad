package dev.lakegate.sandbox.workspace;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/// The federation policy: whose identity tokens the workspace takes, and for which audience.
final class TrustedIssuers {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Duration LEAST_REMAINING = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int DOCUMENT_BYTES = 100_000;

    private final String audience;
    private final DefaultResourceRetriever retriever;
    private final Set<String> trusted = ConcurrentHashMap.newKeySet();
    private final Map<String, JWKSource<SecurityContext>> keys = new ConcurrentHashMap<>();

    TrustedIssuers(String audience, SSLSocketFactory tls) {
        this.audience = audience;
        retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, DOCUMENT_BYTES, true, tls);
    }

    void trust(String issuer) {
        trusted.add(issuer);
    }

    /// The claims of an identity token, once it is proved to be from a trusted issuer, for us, and alive.
    JWTClaimsSet verify(String identityToken, Instant now) throws Refusal {
        try {
            var token = SignedJWT.parse(identityToken);
            var issuer = token.getJWTClaimsSet().getIssuer();
            if (issuer == null || !trusted.contains(issuer)) {
                throw invalidGrant("No federation policy matches the issuer of the subject token.");
            }
            var claims = processor(keysOf(issuer)).process(token, null);
            if (!claims.getAudience().contains(audience)) {
                throw invalidGrant("No federation policy matches the audience of the subject token.");
            }
            var expires = claims.getExpirationTime();
            if (expires == null || now.plus(LEAST_REMAINING).isAfter(expires.toInstant())) {
                throw invalidGrant("The subject token is expired or about to expire.");
            }
            return claims;
        } catch (RemoteKeySourceException | IOException e) {
            throw Refusal.oauth(503, "temporarily_unavailable", "The issuer's keys could not be fetched.");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw invalidGrant("The subject token is not valid.");
        }
    }

    private JWKSource<SecurityContext> keysOf(String issuer) throws IOException, ParseException {
        var known = keys.get(issuer);
        if (known != null) {
            return known;
        }
        var discovery = retriever.retrieveResource(url(issuer + "/.well-known/openid-configuration"));
        var jwksUri = Json.read(discovery.getContent()).path("jwks_uri").asString();
        // An unknown kid is looked up at once, however often keys rotate in a test.
        var source = JWKSourceBuilder.create(url(jwksUri), retriever)
                .refreshAheadCache(false)
                .rateLimited(false)
                .build();
        keys.put(issuer, source);
        return source;
    }

    private static DefaultJWTProcessor<SecurityContext> processor(JWKSource<SecurityContext> keys) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // by the workspace's own clock, in verify
        return processor;
    }

    private static URL url(String text) throws IOException {
        try {
            return URI.create(text).toURL();
        } catch (IllegalArgumentException e) {
            throw new IOException("Not a URL: " + text, e);
        }
    }

    private static Refusal invalidGrant(String description) {
        return Refusal.oauth(400, "invalid_grant", description);
    }
}
