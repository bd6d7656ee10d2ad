package dev.lakegate.os.dpapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A value in a file of this user's, encrypted by Windows for this user: another user, or another machine, cannot
/// decrypt it. Nobody is ever asked.
public final class DpapiItem implements KeyStoreItem {
    private static final String NAME = "Windows DPAPI";

    private final Path file;
    private final byte[] entropy;

    /// Touches nothing yet.
    ///
    /// @param file    holds the encrypted value; its folder is created owner-only when something is written
    /// @param account bound to the value: under another one, the same file cannot be decrypted
    public DpapiItem(Path file, String account) {
        this.file = file.toAbsolutePath();
        entropy = ("dev.lakegate\0" + account).getBytes(UTF_8);
    }

    @Override
    public Optional<byte[]> read() throws ProblemException {
        byte[] sealed;
        try {
            sealed = Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw failed("it could not read " + file, failure);
        }
        try {
            return Optional.of(DataProtection.unprotect(sealed, entropy));
        } catch (DataProtection.Refused refused) {
            throw failed(
                    "Windows could not decrypt " + file + ", as after the account's password was reset or the file came"
                            + " from elsewhere (" + refused.getMessage() + ")",
                    refused);
        }
    }

    @Override
    public void write(byte[] value) throws ProblemException {
        try {
            byte[] sealed = DataProtection.protect(value, entropy);
            Path folder = file.getParent();
            if (folder != null) {
                OwnerOnly.folder(folder);
            }
            OwnerOnly.replace(file, sealed);
        } catch (DataProtection.Refused refused) {
            throw failed("Windows could not encrypt (" + refused.getMessage() + ")", refused);
        } catch (IOException failure) {
            throw failed("it could not write " + file, failure);
        }
    }

    @Override
    public void delete() throws ProblemException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw failed("it could not delete " + file, failure);
        }
    }

    @Override
    public String storeName() {
        return NAME;
    }

    private static ProblemException failed(String reason, Exception cause) {
        return new ProblemException(new KeyStoreFailed(NAME, reason), cause);
    }
}
