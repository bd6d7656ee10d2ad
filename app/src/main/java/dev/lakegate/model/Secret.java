package dev.lakegate.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// A value that must never be seen: it prints as `***`, only [#reveal()] gives it out, and the log knows it again by
/// [SecretMarks].
public final class Secret {
    private final String value;

    /// Throws [IllegalArgumentException] when the value is empty.
    public Secret(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        this.value = value;
        // an address says too little by its beginning; the code in it is a secret of its own
        if (!value.startsWith("http")) {
            SecretMarks.remember(value);
        }
    }

    /// The value itself, for the wire or a key file only.
    public String reveal() {
        return value;
    }

    /// Compares in a time that depends on the candidate's length alone.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(candidate.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.matches(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
