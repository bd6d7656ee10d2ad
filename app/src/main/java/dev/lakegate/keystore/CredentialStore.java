package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.util.Optional;

/// Where a sign-in's grant is kept. Any call may block, as on a prompt of the operating system's key store, and throws
/// a [KeyStoreProblem] when what is kept cannot be used.
public interface CredentialStore {

    Optional<Grant> load(CredentialKey key) throws ProblemException;

    void save(CredentialKey key, Grant grant) throws ProblemException;

    /// Puts the next grant in the place of the previous one, if that is still there: a sign-out or another sign-in that
    /// came between is not undone. Once this returns true, the previous grant may be forgotten by its issuer.
    boolean replace(CredentialKey key, Grant previous, Grant next) throws ProblemException;

    /// Wipes the grant; needs no unlocked key store.
    void delete(CredentialKey key) throws ProblemException;

    /// Deletes the grant if it is still what is kept.
    void delete(CredentialKey key, Grant previous) throws ProblemException;

    /// Runs the step while no other thread, nor another process of this user, runs one for the same key. The lock ends
    /// with the process that holds it, however that ends.
    <T> T exclusively(CredentialKey key, Step<T> step) throws ProblemException;

    /// How people call the place, as in "GNOME Keyring" or "memory".
    String description();

    /// Whether a grant outlives the process.
    boolean isLasting();

    /// Part of the work on a grant, which may fail.
    @FunctionalInterface
    interface Step<T> {
        T run() throws ProblemException;
    }
}
