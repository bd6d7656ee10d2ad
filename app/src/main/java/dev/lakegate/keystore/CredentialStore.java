package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.util.Optional;

/// Where a sign-in's grant is kept. Any call may block, as on a prompt of the operating system's key store, and throws
/// a [KeyStoreProblem] when what is kept cannot be used.
public interface CredentialStore {

    /// Cheap but for the first time in the process. A person who dismissed a prompt is not asked again by loading.
    Optional<Grant> load(CredentialKey key) throws ProblemException;

    /// Before a person signs in: throws what would keep their sign-in from being kept, so that they do not sign in for
    /// nothing. They may be asked for what the store needs, as a passphrase.
    void prepare() throws ProblemException;

    /// Keeps what a person has just signed in for; they may be asked to unlock the key store.
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

    /// The person acts: goes to where grants are kept, and may ask them to unlock it though they have dismissed a
    /// prompt before. Afterwards
    /// [#isLasting()] is known.
    void open() throws ProblemException;

    /// Forgets all grants, what was set aside, and the key, as if there had never been a sign-in. May ask the person to
    /// unlock the key store; when that fails, all but the key is gone. For when no other process uses the store.
    void wipe() throws ProblemException;

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
