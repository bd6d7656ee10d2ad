package dev.lakegate.gateway.keys;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/// Whether a key is one that signatures can be trusted by.
final class KeyStrength {
    /// RFC 7518 §3.3.
    private static final int LEAST_RSA_BITS = 2_048;

    /// Each request pays for its verification; OpenSSL takes no longer exponent with a modulus of that size either.
    private static final int MOST_RSA_BITS = 8_192;

    private static final int MOST_EXPONENT_BITS = 64;

    private KeyStrength() {}

    static Optional<String> objection(PublicKey key, Algorithm algorithm) {
        return switch (algorithm) {
            case RS256 ->
                key instanceof RSAPublicKey rsa
                        ? rsaObjection(rsa.getModulus(), rsa.getPublicExponent())
                        : Optional.of("it is no RSA key");
            case ES256 -> key instanceof ECPublicKey ec ? ecObjection(ec) : Optional.of("it is no EC key");
        };
    }

    static Optional<String> rsaObjection(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (bits < LEAST_RSA_BITS) {
            return Optional.of("it has " + bits + " bits, and under " + LEAST_RSA_BITS + " can be broken");
        }
        if (bits > MOST_RSA_BITS) {
            return Optional.of("it has " + bits + " bits, over " + MOST_RSA_BITS);
        }
        if (!modulus.testBit(0)) {
            return Optional.of("its modulus is even");
        }
        if (!exponent.testBit(0) || exponent.compareTo(BigInteger.valueOf(3)) < 0) {
            return Optional.of("its public exponent is even or below 3");
        }
        return exponent.bitLength() > MOST_EXPONENT_BITS
                ? Optional.of("its public exponent has over " + MOST_EXPONENT_BITS + " bits")
                : Optional.empty();
    }

    private static Optional<String> ecObjection(ECPublicKey key) {
        if (!Curve.P_256.equals(Curve.forECParameterSpec(key.getParams()))) {
            return Optional.of("its curve is not P-256");
        }
        return ECChecks.isPointOnCurve(key, Curve.P_256.toECParameterSpec())
                ? Optional.empty()
                : Optional.of("its point is not on P-256");
    }
}
