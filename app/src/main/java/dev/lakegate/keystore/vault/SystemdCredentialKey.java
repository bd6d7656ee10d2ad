package dev.lakegate.keystore.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// From the systemd credential `lakegate` (systemd.exec, `LoadCredential=` and its like), by HKDF with SHA-256
/// (RFC 5869). The service manager gives it to this service alone.
public final class SystemdCredentialKey implements WrappingKey {
    private static final String NAME = "lakegate";
    private static final int LEAST_BYTES = 32;
    private static final int SALT_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final Map<String, String> environment;

    public SystemdCredentialKey(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public byte[] newParameters() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    @Override
    public SecretKey derive(byte[] parameters, PassphrasePrompt.Occasion occasion) throws ProblemException {
        if (parameters.length != SALT_BYTES) {
            throw new IllegalArgumentException("not a salt of ours");
        }
        byte[] credential = credential();
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(credential)
                                    .addSalt(parameters)
                                    .thenExpand("lakegate vault".getBytes(UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the Java runtime lacks HKDF-SHA256", impossible);
        } finally {
            Arrays.fill(credential, (byte) 0);
        }
    }

    private byte[] credential() throws ProblemException {
        String folder = environment.get("CREDENTIALS_DIRECTORY");
        if (folder == null) {
            throw new ProblemException(
                    new KeyStoreAbsent("systemd gave this program no credentials (CREDENTIALS_DIRECTORY is not set)"));
        }
        Path file = Path.of(folder, NAME);
        try {
            byte[] credential = Files.readAllBytes(file);
            if (credential.length < LEAST_BYTES) {
                throw new ProblemException(
                        new KeyStoreFailed(description(), file + " holds fewer than " + LEAST_BYTES + " bytes"));
            }
            return credential;
        } catch (IOException failure) {
            throw new ProblemException(new KeyStoreFailed(description(), Reason.of(failure)), failure);
        }
    }

    /// Another credential was put in its place: what was wrapped under the old one is lost.
    @Override
    public void refused() {}

    @Override
    public String description() {
        return "a file under the systemd credential '" + NAME + "'";
    }
}
