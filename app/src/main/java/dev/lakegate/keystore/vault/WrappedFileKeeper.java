package dev.lakegate.keystore.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.keystore.vault.KeptFile.Flaw;
import dev.lakegate.keystore.vault.KeptFile.Reading;
import dev.lakegate.keystore.vault.PassphrasePrompt.Occasion;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the vault in a file of its own: `LGV`, a byte of version, the length of the wrapping key's parameters, these,
/// and the vault, sealed by the wrapping key with all that as associated data. A file that is none is set aside.
public final class WrappedFileKeeper implements VaultKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(WrappedFileKeeper.class);
    private static final byte[] MAGIC = "LGV".getBytes(US_ASCII);
    private static final byte VERSION = 1;

    private final KeptFile file;
    private final WrappingKey wrappingKey;
    private @Nullable Wrapping wrapping;

    public WrappedFileKeeper(KeptFile file, WrappingKey wrappingKey) {
        this.file = file;
        this.wrappingKey = wrappingKey;
    }

    /// A wrapping key with the header of its file, kept so that nobody is asked twice.
    private static final class Wrapping {
        private final byte[] header;
        private final SecretKey key;

        Wrapping(byte[] header, SecretKey key) {
            this.header = header;
            this.key = key;
        }
    }

    @Override
    public Optional<Vault> read() throws ProblemException {
        try {
            return switch (file.read()) {
                case Reading.Absent() -> Optional.empty();
                case Reading.Unusable(Flaw flaw) -> lost(flaw);
                case Reading.Content(ByteBuffer bytes) -> opened(bytes);
            };
        } catch (IOException failure) {
            throw failure("read", failure);
        }
    }

    private Optional<Vault> opened(ByteBuffer bytes) throws ProblemException, IOException {
        Wrapping used;
        try {
            byte[] magic = new byte[MAGIC.length];
            bytes.get(magic);
            byte version = bytes.get();
            if (!Arrays.equals(magic, MAGIC) || version < VERSION) {
                return lost(Flaw.DAMAGED);
            }
            if (version > VERSION) {
                return lost(Flaw.LATER_VERSION);
            }
            byte[] parameters = new byte[Short.toUnsignedInt(bytes.getShort())];
            bytes.get(parameters);
            used = wrapping(parameters);
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return lost(Flaw.DAMAGED);
        }
        byte[] sealed = new byte[bytes.remaining()];
        bytes.get(sealed);
        try {
            byte[] plain = AesGcm.open(used.key, used.header, sealed);
            wrapping = used;
            Optional<Vault> vault = Vault.decoded(plain, description());
            Arrays.fill(plain, (byte) 0);
            return vault;
        } catch (AEADBadTagException refused) {
            wrappingKey.refused();
            return lost(Flaw.FOREIGN);
        }
    }

    private Wrapping wrapping(byte[] parameters) throws ProblemException {
        byte[] header = header(parameters);
        Wrapping known = wrapping;
        return known != null && Arrays.equals(known.header, header)
                ? known
                : new Wrapping(header, wrappingKey.derive(parameters, Occasion.OPEN));
    }

    private static byte[] header(byte[] parameters) {
        return ByteBuffer.allocate(MAGIC.length + 1 + Short.BYTES + parameters.length)
                .put(MAGIC)
                .put(VERSION)
                .putShort((short) parameters.length)
                .put(parameters)
                .array();
    }

    private Optional<Vault> lost(Flaw flaw) throws IOException {
        LOG.warn("{} counts as lost, because {}; it is now {}", file.path(), flaw.reason(), file.setAside(flaw));
        return Optional.empty();
    }

    @Override
    public void write(Vault vault) throws ProblemException {
        Wrapping used = wrapping;
        if (used == null) {
            byte[] parameters = wrappingKey.newParameters();
            used = new Wrapping(header(parameters), wrappingKey.derive(parameters, Occasion.CHOOSE));
        }
        byte[] header = used.header;
        byte[] plain = vault.encoded();
        byte[] sealed = AesGcm.seal(used.key, header, plain);
        Arrays.fill(plain, (byte) 0);
        try {
            file.write(ByteBuffer.allocate(header.length + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array());
            wrapping = used;
        } catch (IOException failure) {
            throw failure("write", failure);
        }
    }

    @Override
    public void delete() throws ProblemException {
        try {
            file.delete();
        } catch (IOException failure) {
            throw failure("delete", failure);
        }
    }

    @Override
    public String description() {
        return wrappingKey.description();
    }

    private ProblemException failure(String verb, IOException failure) {
        return new ProblemException(new LocalFailure(verb + " " + file.path(), Reason.of(failure)), failure);
    }
}
