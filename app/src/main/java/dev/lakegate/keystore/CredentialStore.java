package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import java.util.Optional;

/// Where a sign-in's grant is kept. Any call may block, as on a prompt of the operating system's key store.
public interface CredentialStore {

    Optional<Grant> load(CredentialKey key);

    void save(CredentialKey key, Grant grant);

    /// Puts the next grant in the place of the previous one, if that is still there: a sign-out or another sign-in that
    /// came between is not undone. Once this returns true, the previous grant may be forgotten by its issuer.
    boolean replace(CredentialKey key, Grant previous, Grant next);

    void delete(CredentialKey key);

    /// Deletes the grant if it is still what is kept.
    void delete(CredentialKey key, Grant previous);
}
