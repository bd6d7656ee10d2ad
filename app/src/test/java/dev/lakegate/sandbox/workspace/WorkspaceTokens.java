package dev.lakegate.sandbox.workspace;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// Issues the workspace's tokens and recognises them again.
final class WorkspaceTokens {
    static final String SCOPE = "all-apis";

    private final String host;
    private final Principals principals;
    private volatile RSAKey key = newKey();
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile InstantSource clock = InstantSource.system();

    WorkspaceTokens(String host, Principals principals) {
        this.host = host;
        this.principals = principals;
    }

    String issuer() {
        return "https://" + host + "/oidc";
    }

    String issue(Principal principal) {
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(principal.userName())
                .audience(host)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .claim("scope", SCOPE)
                .build();
        try {
            var signing = key;
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(signing.getKeyID())
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whom a request's `Authorization` names.
    Principal authenticate(HttpFields fields) throws Refusal {
        var credentials = fields.getValuesList(HttpHeader.AUTHORIZATION);
        if (credentials.size() != 1 || !credentials.getFirst().startsWith("Bearer ")) {
            throw Refusal.credentialNotSent();
        }
        try {
            var token = SignedJWT.parse(credentials.getFirst().substring("Bearer ".length()));
            if (isOurs(token)) {
                return principals
                        .named(Objects.requireNonNullElse(
                                token.getJWTClaimsSet().getSubject(), ""))
                        .orElseThrow(Refusal::invalidAccessToken);
            }
        } catch (ParseException | JOSEException e) {
            // refused below, as one that was read but is not ours
        }
        throw Refusal.invalidAccessToken();
    }

    private boolean isOurs(SignedJWT token) throws ParseException, JOSEException {
        var claims = token.getJWTClaimsSet();
        return JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())
                && token.verify(new RSASSAVerifier(key.toRSAPublicKey()))
                && issuer().equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(host))
                && claims.getExpirationTime() != null
                && clock.instant().isBefore(claims.getExpirationTime().toInstant());
    }

    Duration lifetime() {
        return lifetime;
    }

    void lifetime(Duration lifetime) {
        this.lifetime = lifetime;
    }

    InstantSource clock() {
        return clock;
    }

    void clock(InstantSource clock) {
        this.clock = clock;
    }

    /// Signs with a new key from now on, which makes every token issued before invalid.
    void revokeAll() {
        key = newKey();
    }

    String jwks() {
        return new JWKSet(key).toString();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
