package dev.lakegate.keystore.vault;

import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key that seals this user's credential files, and how often each of them has been written.
///
/// @param generations by file; several `LAKEGATE_HOME`s of one user share a vault
public record Vault(SecretKey key, Map<Path, Long> generations) {
    private static final int VERSION = 1;
    private static final int KEY_BYTES = 32;

    public Vault {
        generations = Map.copyOf(generations);
    }

    /// With a new random key.
    static Vault fresh() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        try {
            return new Vault(new SecretKeySpec(random, "AES"), Map.of());
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    /// Of the file's last writing; 0 when there was none.
    public long generation(Path file) {
        return generations.getOrDefault(file, 0L);
    }

    /// With at least that generation.
    Vault with(Path file, long generation) {
        Map<Path, Long> more = new HashMap<>(generations);
        more.merge(file, generation, Math::max);
        return new Vault(key, more);
    }

    /// With the later generation of each file.
    Vault with(Map<Path, Long> others) {
        Map<Path, Long> more = new HashMap<>(generations);
        others.forEach((file, generation) -> more.merge(file, generation, Math::max));
        return new Vault(key, more);
    }

    /// Without what is known of the files in that folder.
    Vault without(Path folder) {
        Map<Path, Long> fewer = new HashMap<>(generations);
        fewer.keySet().removeIf(file -> folder.equals(file.getParent()));
        return new Vault(key, fewer);
    }

    /// For a key store: a byte of version, the key, then name and generation of each file. The caller wipes it.
    byte[] encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            byte[] raw = key.getEncoded();
            out.write(raw);
            Arrays.fill(raw, (byte) 0);
            out.writeInt(generations.size());
            for (Map.Entry<Path, Long> entry : new TreeMap<>(generations).entrySet()) {
                out.writeUTF(entry.getKey().toString());
                out.writeLong(entry.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// Empty when these bytes are no vault. Throws [KeyStoreFailed] when a later version of the program wrote them,
    /// which must not be overwritten.
    ///
    /// @param place where they are from, as people know it
    static Optional<Vault> decoded(byte[] bytes, String place) throws ProblemException {
        if (bytes.length > 0 && Byte.toUnsignedInt(bytes[0]) > VERSION) {
            throw new ProblemException(
                    new KeyStoreFailed(place, "what Lakegate keeps there was written by a later version of it"));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            byte[] raw = in.readNBytes(KEY_BYTES);
            Map<Path, Long> generations = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                generations.put(Path.of(in.readUTF()), in.readLong());
            }
            Vault vault = new Vault(new SecretKeySpec(raw, "AES"), generations);
            Arrays.fill(raw, (byte) 0);
            return Optional.of(vault);
        } catch (IOException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Vault[***, " + generations + "]";
    }
}
