package dev.lakegate.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.security.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Judges one key of a set (RFC 7517 §4, RFC 7518 §6) that holds no secret.
final class KeyJudge {
    /// Nimbus skips whatever is none of these.
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");

    /// RFC 7518 §6.2.1.2: always the whole 32 octets.
    private static final Pattern P256_COORDINATE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Issuer issuer;

    KeyJudge(Issuer issuer) {
        this.issuer = issuer;
    }

    /// Why a key is not taken, as a clause.
    static final class LeftOut extends Exception {
        private static final long serialVersionUID = 1L;

        LeftOut(String reason) {
            super(reason);
        }
    }

    SigningKey judge(JsonNode key) throws LeftOut {
        String kid = kid(key);
        refuseOtherUse(key);
        Algorithm algorithm = algorithm(key);
        PublicKey material = switch (algorithm) {
            case RS256 -> rsa(key);
            case ES256 -> p256(key);
        };
        refuse(KeyStrength.objection(material, algorithm));
        return new SigningKey(issuer.name(), kid, algorithm, SpkiPem.of(material));
    }

    private static String kid(JsonNode key) throws LeftOut {
        if (!key.path("kid").isString()) {
            throw new LeftOut("it has no 'kid', by which tokens name it");
        }
        String kid = key.path("kid").asString();
        refuse(SigningKey.kidObjection(kid));
        return kid;
    }

    private static void refuseOtherUse(JsonNode key) throws LeftOut {
        if (key.has("use") && !text(key, "use").equals("sig")) {
            throw new LeftOut("its 'use' is " + Quoted.of(text(key, "use")) + ", not 'sig'");
        }
        if (key.has("key_ops")
                && key.path("key_ops")
                        .valueStream()
                        .noneMatch(operation -> operation.asString("").equals("verify"))) {
            throw new LeftOut("its 'key_ops' are without 'verify'");
        }
    }

    private Algorithm algorithm(JsonNode key) throws LeftOut {
        Algorithm algorithm = switch (text(key, "kty")) {
            case "RSA" -> Algorithm.RS256;
            case "EC" -> Algorithm.ES256;
            default -> throw new LeftOut("its 'kty' is " + Quoted.of(text(key, "kty")) + ", neither 'RSA' nor 'EC'");
        };
        if (key.has("alg") && !text(key, "alg").equals(algorithm.name())) {
            throw new LeftOut("its 'alg' is " + Quoted.of(text(key, "alg")) + ", and such a key is only taken for '"
                    + algorithm + "'");
        }
        if (!issuer.algorithms().contains(algorithm)) {
            throw new LeftOut("the policy does not allow " + algorithm + " for this issuer");
        }
        return algorithm;
    }

    private static PublicKey rsa(JsonNode key) throws LeftOut {
        Base64URL modulus = number(key, "n", BASE64URL);
        Base64URL exponent = number(key, "e", BASE64URL);
        // before Java's own, which says less
        refuse(KeyStrength.rsaObjection(modulus.decodeToBigInteger(), exponent.decodeToBigInteger()));
        try {
            return new RSAKey.Builder(modulus, exponent).build().toRSAPublicKey();
        } catch (JOSEException notOne) {
            throw new LeftOut("it is no RSA key");
        }
    }

    private static PublicKey p256(JsonNode key) throws LeftOut {
        if (!text(key, "crv").equals(Curve.P_256.getName())) {
            throw new LeftOut("its 'crv' is " + Quoted.of(text(key, "crv")) + ", not 'P-256'");
        }
        Base64URL x = number(key, "x", P256_COORDINATE);
        Base64URL y = number(key, "y", P256_COORDINATE);
        try {
            return new ECKey.Builder(Curve.P_256, x, y).build().toECPublicKey();
        } catch (IllegalArgumentException | IllegalStateException | JOSEException offTheCurve) {
            throw new LeftOut("its point is not on P-256");
        }
    }

    private static Base64URL number(JsonNode key, String member, Pattern form) throws LeftOut {
        if (!key.has(member)) {
            throw new LeftOut("it has no '" + member + "', and a certificate instead of a key is not read");
        }
        if (!form.matcher(text(key, member)).matches()) {
            throw new LeftOut("its '" + member + "' is no number of a key (RFC 7518 §6)");
        }
        return new Base64URL(text(key, member));
    }

    private static void refuse(Optional<String> objection) throws LeftOut {
        if (objection.isPresent()) {
            throw new LeftOut(objection.get());
        }
    }

    /// Empty where there is no text.
    private static String text(JsonNode key, String member) {
        return key.path(member).stringValue("");
    }
}
