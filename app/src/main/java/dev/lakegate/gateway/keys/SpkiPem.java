package dev.lakegate.gateway.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.gateway.policy.Issuer.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key as PEM text (RFC 7468 §13). `haproxy -c` says nothing of a file that holds none, and then no
/// token
/// passes.
public final class SpkiPem {
    private static final int LONGEST_BYTES = 1 << 16;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

    /// One key and nothing before or after it.
    private static final Pattern FORM = Pattern.compile(
            "-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)\r?\n-----END PUBLIC KEY-----(?:\r?\n)?");

    private SpkiPem() {}

    static String of(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + LINES.encodeToString(key.getEncoded()) + "\n-----END PUBLIC KEY-----\n";
    }

    /// Why the file is not exactly one public key for that algorithm; empty when it is. Blocks on the disk.
    public static Optional<String> objection(Path file, Algorithm algorithm) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(LONGEST_BYTES + 1);
            return bytes.length > LONGEST_BYTES
                    ? Optional.of("it is over " + LONGEST_BYTES + " bytes long")
                    : objection(new String(bytes, ISO_8859_1), algorithm);
        } catch (IOException unreadable) {
            return Optional.of("it cannot be read: " + unreadable);
        }
    }

    /// Why the text is not exactly one public key for that algorithm; empty when it is.
    static Optional<String> objection(String pem, Algorithm algorithm) {
        if (pem.contains("PRIVATE KEY")) {
            return Optional.of("it holds a private key");
        }
        Matcher form = FORM.matcher(pem);
        if (!form.matches()) {
            return Optional.of("it is not exactly one '-----BEGIN PUBLIC KEY-----' block");
        }
        try {
            byte[] encoded = Base64.getDecoder().decode(form.group(1).replaceAll("[\r\n]", ""));
            PublicKey key = factory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
            // what the parser skips, HAProxy's may read
            return Arrays.equals(key.getEncoded(), encoded)
                    ? KeyStrength.objection(key, algorithm)
                    : Optional.of("its key is encoded in another way than DER");
        } catch (IllegalArgumentException | GeneralSecurityException notOne) {
            return Optional.of("it holds no public key for " + algorithm);
        }
    }

    /// The key; throws [IllegalArgumentException] when the text is not exactly one.
    public static PublicKey key(String pem, Algorithm algorithm) {
        Matcher form = FORM.matcher(pem);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a public key");
        }
        byte[] encoded = Base64.getDecoder().decode(form.group(1).replaceAll("[\r\n]", ""));
        try {
            return factory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException notOne) {
            throw new IllegalArgumentException("not a public key for " + algorithm, notOne);
        }
    }

    private static KeyFactory factory(Algorithm algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(
                switch (algorithm) {
                    case RS256 -> "RSA";
                    case ES256 -> "EC";
                });
    }
}
