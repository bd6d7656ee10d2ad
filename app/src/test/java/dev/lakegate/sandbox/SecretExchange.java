package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/// How a password gets from the prompt to gnome-keyring, gcr's `sx-aes-1`: Diffie-Hellman in the 1536-bit group of RFC
/// 3526 §2, HKDF, AES-128-CBC, written as a key file.
final class SecretExchange {
    private static final int KEY_BYTES = 16;
    private static final Pattern PUBLIC = Pattern.compile("^public=(.+)$", Pattern.MULTILINE);
    private static final DHParameterSpec GROUP = new DHParameterSpec(new BigInteger("""
                    FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
                    020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
                    4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
                    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05\
                    98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB\
                    9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF""", 16), BigInteger.TWO);

    private final KeyPair ours;

    SecretExchange() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
            generator.initialize(GROUP);
            ours = generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// How the exchange begins.
    String publicKey() {
        byte[] y = ((DHPublicKey) ours.getPublic()).getY().toByteArray();
        return "[sx-aes-1]\npublic=" + Base64.getEncoder().encodeToString(y) + "\n";
    }

    /// The password, encrypted for whoever sent this public key.
    String send(String password, String theirs) {
        Matcher line = PUBLIC.matcher(theirs);
        if (!line.find()) {
            throw new IllegalArgumentException("no public key");
        }
        byte[] vector = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(vector);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key(new BigInteger(
                            1, Base64.getDecoder().decode(line.group(1).strip()))),
                    new IvParameterSpec(vector));
            Base64.Encoder base64 = Base64.getEncoder();
            return publicKey() + "secret=" + base64.encodeToString(cipher.doFinal(password.getBytes(UTF_8))) + "\niv="
                    + base64.encodeToString(vector) + "\n";
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private SecretKey key(BigInteger theirs) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("DH");
        agreement.init(ours.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("DH").generatePublic(new DHPublicKeySpec(theirs, GROUP.getP(), GROUP.getG())),
                true);
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreement.generateSecret())
                                .thenExpand(new byte[0], KEY_BYTES));
    }
}
