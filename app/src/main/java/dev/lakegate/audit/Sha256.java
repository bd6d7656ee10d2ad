package dev.lakegate.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash of the chain (FIPS 180-4).
final class Sha256 {
    static final int BYTES = 32;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
