package dev.lakegate.keystore.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.lakegate.model.KeyStoreProblem.PassphraseWrong;
import dev.lakegate.model.ProblemException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// From a passphrase, by Argon2id (RFC 9106): 64 MiB, 3 passes, 1 lane, well over what OWASP asks for at the least. The
/// file tells these figures, so that they may rise later.
public final class PassphraseKey implements WrappingKey {
    private static final int MEMORY_KIB = 64 * 1024;
    private static final int PASSES = 3;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int PARAMETER_BYTES = 3 * Integer.BYTES + SALT_BYTES;

    private final PassphrasePrompt prompt;

    public PassphraseKey(PassphrasePrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public byte[] newParameters() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return ByteBuffer.allocate(PARAMETER_BYTES)
                .putInt(MEMORY_KIB)
                .putInt(PASSES)
                .putInt(LANES)
                .put(salt)
                .array();
    }

    @Override
    public SecretKey derive(byte[] parameters, PassphrasePrompt.Occasion occasion) throws ProblemException {
        if (parameters.length != PARAMETER_BYTES) {
            throw new IllegalArgumentException("not parameters of Argon2id");
        }
        ByteBuffer figures = ByteBuffer.wrap(parameters);
        int memory = within(1_024, 1 << 20, figures.getInt());
        int passes = within(1, 16, figures.getInt());
        int lanes = within(1, 16, figures.getInt());
        byte[] salt = Arrays.copyOfRange(parameters, figures.position(), parameters.length);
        byte[] passphrase = prompt.ask(occasion).reveal().getBytes(UTF_8);
        byte[] derived = Argon2Function.getInstance(memory, passes, lanes, KEY_BYTES, Argon2.ID)
                .hash(passphrase, salt)
                .getBytes();
        Arrays.fill(passphrase, (byte) 0);
        SecretKey key = new SecretKeySpec(derived, "AES");
        Arrays.fill(derived, (byte) 0);
        return key;
    }

    /// A file that was changed must not have us fill the machine's memory.
    private static int within(int least, int most, int figure) {
        if (figure < least || figure > most) {
            throw new IllegalArgumentException("not a figure for Argon2id: " + figure);
        }
        return figure;
    }

    @Override
    public void refused() throws ProblemException {
        throw new ProblemException(new PassphraseWrong());
    }

    @Override
    public String description() {
        return "a file under your passphrase";
    }
}
