package dev.lakegate.os.secretservice;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/// The algorithm `dh-ietf1024-sha256-aes128-cbc-pkcs7`: a Diffie-Hellman agreement (RFC 2409 §6.2), HKDF (RFC 5869)
/// with no salt and no info, and AES-128 in CBC mode with a new initialisation vector for each value. It keeps values
/// from who only reads along; the bus itself vouches for the service.
record EncryptedSession(DBusPath path, SecretKey key) implements SecretSession {
    private static final String ALGORITHM = "dh-ietf1024-sha256-aes128-cbc-pkcs7";
    private static final String CIPHER = "AES/CBC/PKCS5Padding";
    private static final int KEY_BYTES = 16;
    private static final int ATTEMPTS = 4;

    /// The Second Oakley Group, with private keys of thrice the bits that it is worth (RFC 3526 §8 asks for twice).
    /// Java's own would be of 512, and take twice the time, of a start.
    private static final DHParameterSpec GROUP = new DHParameterSpec(new BigInteger("""
                    FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
                    020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
                    4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
                    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF""", 16), BigInteger.TWO, 256);

    /// Whether an agreed secret's leading zero bytes count is not written down and services differ, so one that begins
    /// with a zero is not used: every 256th attempt.
    static EncryptedSession negotiate(SessionBus bus, String service, String path) throws BusFailure {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            KeyPair ours = newKeyPair();
            byte[] y = ((DHPublicKey) ours.getPublic()).getY().toByteArray();
            Object[] theirsAndSession =
                    SecretSession.openSession(bus, service, path, ALGORITHM, new Variant<>(y, "ay"));
            byte[] theirs = SecretSession.bytes(((Variant<?>) theirsAndSession[0]).getValue());
            byte[] shared = agree(ours, new BigInteger(1, theirs));
            try {
                if (shared[0] != 0) {
                    return new EncryptedSession((DBusPath) theirsAndSession[1], derive(shared));
                }
            } finally {
                Arrays.fill(shared, (byte) 0);
            }
        }
        throw new BusFailure.Lost("no key could be agreed on");
    }

    @Override
    public Object[] seal(byte[] value) {
        byte[] vector = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(vector);
        try {
            return new Object[] {
                path, vector, cipher(Cipher.ENCRYPT_MODE, vector).doFinal(value), CONTENT_TYPE
            };
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public byte[] open(Object[] secret) throws BusFailure {
        try {
            return cipher(Cipher.DECRYPT_MODE, SecretSession.bytes(secret[1])).doFinal(SecretSession.bytes(secret[2]));
        } catch (GeneralSecurityException unreadable) {
            throw new BusFailure.Lost("what it answered cannot be decrypted");
        }
    }

    private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new IvParameterSpec(vector));
        return cipher;
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
            generator.initialize(GROUP);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// As long as the group's prime.
    private static byte[] agree(KeyPair ours, BigInteger theirs) throws BusFailure {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("DH");
            agreement.init(ours.getPrivate());
            agreement.doPhase(
                    KeyFactory.getInstance("DH")
                            .generatePublic(new DHPublicKeySpec(theirs, GROUP.getP(), GROUP.getG())),
                    true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException unacceptable) {
            throw new BusFailure.Refused(ALGORITHM, "a public key that cannot be used");
        }
    }

    private static SecretKey derive(byte[] shared) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES", HKDFParameterSpec.ofExtract().addIKM(shared).thenExpand(new byte[0], KEY_BYTES));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
