package dev.lakegate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key that seals the audit log: Ed25519 (RFC 8032), in an item of its own in the operating system's key store, or
/// in memory where there is no such store. It outlives a sign-out.
public final class SealingKey {
    private static final Logger LOG = LoggerFactory.getLogger(SealingKey.class);
    private static final String ALGORITHM = "Ed25519";
    private static final byte VERSION = 1;
    private static final String IN_MEMORY = "memory";

    private final PrivateKey secret;
    private final String publicKey;
    private final String keptIn;

    private SealingKey(PrivateKey secret, PublicKey publicKey, String keptIn) {
        this.secret = secret;
        this.publicKey = Base64.getEncoder().encodeToString(publicKey.getEncoded());
        this.keptIn = keptIn;
    }

    /// The one that is kept, or a new one that is kept from now on. Blocks on the key store, which may ask the person
    /// to unlock it.
    public static SealingKey keptIn(KeyStoreItem item) throws ProblemException {
        try {
            Optional<SealingKey> kept = read(item);
            if (kept.isPresent()) {
                return kept.get();
            }
            KeyPair fresh = fresh();
            byte[] encoded = encoded(fresh);
            try {
                item.write(encoded);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
            return new SealingKey(fresh.getPrivate(), fresh.getPublic(), item.storeName());
        } catch (ProblemException failure) {
            if (failure.problem() instanceof KeyStoreAbsent) {
                return inMemory();
            }
            throw failure;
        }
    }

    /// One that ends with the program.
    public static SealingKey inMemory() {
        KeyPair fresh = fresh();
        return new SealingKey(fresh.getPrivate(), fresh.getPublic(), IN_MEMORY);
    }

    /// Empty when none is kept. Blocks on the key store.
    public static Optional<SealingKey> read(KeyStoreItem item) throws ProblemException {
        Optional<byte[]> bytes = item.read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoded(bytes.get(), item.storeName()));
        } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException damaged) {
            LOG.warn("The key that seals the audit log cannot be read from {} and counts as lost", item.storeName());
            return Optional.empty();
        } finally {
            Arrays.fill(bytes.get(), (byte) 0);
        }
    }

    private static KeyPair fresh() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the Java runtime lacks " + ALGORITHM, impossible);
        }
    }

    /// A byte of version, a byte with the length of the public key (X.509), that, and the private key (PKCS #8).
    private static byte[] encoded(KeyPair pair) {
        byte[] known = pair.getPublic().getEncoded();
        byte[] secret = pair.getPrivate().getEncoded();
        try {
            return ByteBuffer.allocate(2 + known.length + secret.length)
                    .put(VERSION)
                    .put((byte) known.length)
                    .put(known)
                    .put(secret)
                    .array();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static SealingKey decoded(byte[] bytes, String keptIn) throws GeneralSecurityException {
        if (bytes.length < 2 || bytes[0] != VERSION) {
            throw new IllegalArgumentException("another version");
        }
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        int split = 2 + bytes[1];
        byte[] secret = Arrays.copyOfRange(bytes, split, bytes.length);
        try {
            return new SealingKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(secret)),
                    factory.generatePublic(new X509EncodedKeySpec(Arrays.copyOfRange(bytes, 2, split))),
                    keptIn);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The public key: X.509 SubjectPublicKeyInfo, base64.
    public String publicKey() {
        return publicKey;
    }

    /// How people call the place, as in "Secret Service" or "memory".
    public String keptIn() {
        return keptIn;
    }

    /// Of all lines up to this one; base64.
    String sign(Head head) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(statement(head));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the audit log's own key does not sign", impossible);
        }
    }

    /// Whether that key has signed for all lines up to this one. False for what is no key or no signature, too.
    public static boolean hasSigned(String publicKey, String signature, Head head) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            check.update(statement(head));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException none) {
            return false;
        }
    }

    private static byte[] statement(Head head) {
        return ("lakegate-audit-seal 1\n" + head.chain() + '\n' + head.number() + '\n' + head.hash() + '\n')
                .getBytes(US_ASCII);
    }
}
