package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A public key that an issuer's tokens may be signed with, as HAProxy loads it. Throws [IllegalArgumentException] when
/// the key id could not stand in a map file, or the PEM is no key for the algorithm.
///
/// @param issuer the issuer's name in the policy
/// @param kid    key id (RFC 7517 §4.5), unique within the issuer only
/// @param pem    SubjectPublicKeyInfo (RFC 7468 §13), lines of 64 columns that end with LF
public record SigningKey(String issuer, String kid, Algorithm algorithm, String pem) {
    /// Printable, and nothing that ends, quotes or begins anything in a map's line or a configuration.
    private static final Pattern KID = Pattern.compile("[!-~&&[^#|\"'`\\\\]]{1,255}");

    public SigningKey {
        kidObjection(kid).or(() -> SpkiPem.objection(pem, algorithm)).ifPresent(objection -> {
            throw new IllegalArgumentException(objection);
        });
    }

    /// Why a key with that id is not taken.
    static Optional<String> kidObjection(String kid) {
        if (KID.matcher(kid).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                kid.length() > 255
                        ? "its 'kid' has over 255 bytes"
                        : "its 'kid' is empty or holds white space, #, |, a quote, a backslash or what is not printable"
                                + " ASCII");
    }

    /// For the PEM: the same as long as the key is, and made of nothing that the issuer wrote.
    public String fileName() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((issuer + "|" + kid + "|" + pem).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash) + ".pem";
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("this Java runtime has no SHA-256", absent);
        }
    }
}
