package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import java.util.Optional;

/// Where a sign-in's grant is kept. Any call may block, as on a prompt of the operating system's key store.
public interface CredentialStore {

    Optional<Grant> load(CredentialKey key);

    /// Once this returns, the grant that was stored before may be forgotten by its issuer.
    void save(CredentialKey key, Grant grant);

    void delete(CredentialKey key);
}
