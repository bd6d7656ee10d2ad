package dev.lakegate.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An issuer of the test's own, which signs whatever it is told to.
public final class TokenForge {
    /// The kid of the RSA key of every forge, so that two issuers share one.
    public static final String RSA_KID = "k1";

    /// The kid of the EC key.
    public static final String EC_KID = "e1";

    private final String issuer;
    private final RSAKey rsa;
    private final ECKey ec;

    public TokenForge(String issuer) {
        this.issuer = issuer;
        try {
            rsa = new RSAKeyGenerator(2048).keyID(RSA_KID).generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID(EC_KID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return issuer;
    }

    /// The public keys, as the issuer would publish them.
    public JWKSet jwks() {
        return new JWKSet(List.of(rsa, ec)).toPublicJWKSet();
    }

    RSAKey rsa() {
        return rsa;
    }

    ECKey ec() {
        return ec;
    }

    /// A token that the sandbox's gateway takes for alice's, to be spoilt.
    public ForgedToken alice() {
        return person("alice", "data-science", "data-engineers");
    }

    /// A token for someone with an address at acme.example and these groups.
    public ForgedToken person(String name, String... groups) {
        var now = Instant.now().getEpochSecond();
        return new ForgedToken(this)
                .header("alg", "RS256")
                .header("typ", "at+jwt")
                .header("kid", RSA_KID)
                .claim("iss", issuer)
                .claim("aud", "urn:lakegate:sandbox")
                .claim("sub", name)
                .claim("client_id", "lakegate")
                .claim("scope", "openid lakegate")
                .claim("email", name + "@acme.example")
                .claim("email_verified", true)
                .claim("groups", List.of(groups))
                .claim("iat", now)
                .claim("exp", now + 600)
                .claim("jti", UUID.randomUUID().toString());
    }
}
