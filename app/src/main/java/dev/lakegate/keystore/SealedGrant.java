package dev.lakegate.keystore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.keystore.vault.AesGcm;
import dev.lakegate.keystore.vault.KeptFile.Flaw;
import dev.lakegate.model.Grant;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The content of a credential file:
///
/// | bytes | what |
/// |---|---|
/// | 3 | `LGC` |
/// | 1 | the version of this format |
/// | 16 | the owner's mark: HKDF-SHA-256 of the key, with user and credential key; tells a foreign file from a damaged
/// one |
/// | 8 | generation |
/// | the rest | nonce, sealed grant, tag ([AesGcm]); all before it, user and credential key are associated data |
final class SealedGrant {
    private static final byte[] MAGIC = "LGC".getBytes(US_ASCII);
    private static final byte VERSION = 1;
    private static final int MARK_BYTES = 16;
    private static final int HEADER_BYTES = MAGIC.length + 1 + MARK_BYTES + Long.BYTES;

    private final SecretKey key;
    private final String user;
    private final CredentialKey owner;

    /// @param user the operating system's name of the user
    SealedGrant(SecretKey key, String user, CredentialKey owner) {
        this.key = key;
        this.user = user;
        this.owner = owner;
    }

    /// What is in a file.
    sealed interface Opened {
        record Sound(long generation, Grant grant) implements Opened {}

        record Flawed(Flaw flaw) implements Opened {}
    }

    byte[] seal(long generation, Grant grant) {
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put(VERSION)
                .put(mark())
                .putLong(generation)
                .array();
        byte[] plain = GrantJson.write(grant);
        byte[] sealed = AesGcm.seal(key, associated(header), plain);
        Arrays.fill(plain, (byte) 0);
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .put(header)
                .put(sealed)
                .array();
    }

    Opened open(ByteBuffer content) {
        byte[] file = new byte[content.remaining()];
        content.duplicate().get(file);
        if (file.length < HEADER_BYTES || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Opened.Flawed(Flaw.DAMAGED);
        }
        byte version = file[MAGIC.length];
        if (version != VERSION) {
            return new Opened.Flawed(version > VERSION ? Flaw.LATER_VERSION : Flaw.DAMAGED);
        }
        byte[] header = Arrays.copyOf(file, HEADER_BYTES);
        byte[] mark = Arrays.copyOfRange(file, MAGIC.length + 1, MAGIC.length + 1 + MARK_BYTES);
        if (!Arrays.equals(mark, mark())) {
            return new Opened.Flawed(Flaw.FOREIGN);
        }
        try {
            byte[] plain = AesGcm.open(key, associated(header), Arrays.copyOfRange(file, HEADER_BYTES, file.length));
            Grant grant = GrantJson.read(plain);
            Arrays.fill(plain, (byte) 0);
            return new Opened.Sound(ByteBuffer.wrap(header).getLong(HEADER_BYTES - Long.BYTES), grant);
        } catch (AEADBadTagException | IllegalArgumentException broken) {
            return new Opened.Flawed(Flaw.DAMAGED);
        }
    }

    private byte[] mark() {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(associated("owner".getBytes(UTF_8)), MARK_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the Java runtime lacks HKDF-SHA256", impossible);
        }
    }

    /// Each field with its length, so that none can borrow from its neighbour.
    private byte[] associated(byte[] header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(header);
            for (String field : List.of(
                    user,
                    owner.profile().value(),
                    owner.issuer().toString(),
                    owner.clientId(),
                    owner.audience(),
                    owner.gateway().toString())) {
                byte[] value = field.getBytes(UTF_8);
                out.writeInt(value.length);
                out.write(value);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
