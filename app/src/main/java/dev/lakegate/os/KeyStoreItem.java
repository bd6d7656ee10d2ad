package dev.lakegate.os;

import dev.lakegate.model.ProblemException;
import java.util.Optional;

/// One small value of this user in the operating system's key store. Every call blocks, for as long as a person takes
/// to unlock the store (a few minutes at most), and throws [KeyStoreAbsent] when there is no such store,
/// [KeyStoreLocked] when the person did not unlock it, and [KeyStoreFailed] when it did not answer or broke.
///
/// The caller wipes the arrays.
public interface KeyStoreItem {

    Optional<byte[]> read() throws ProblemException;

    /// Puts the value in the place of what was there.
    void write(byte[] value) throws ProblemException;

    /// Deletes it; nothing happens when it is not there.
    void delete() throws ProblemException;

    /// How people call the store, as in "Secret Service" or "macOS Keychain".
    String storeName();
}
