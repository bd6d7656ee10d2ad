package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps grants in this process alone: they end with it, and nothing touches the disk.
public final class MemoryCredentialStore implements CredentialStore {
    private final Map<CredentialKey, Grant> grants = new ConcurrentHashMap<>();

    @Override
    public Optional<Grant> load(CredentialKey key) {
        return Optional.ofNullable(grants.get(key));
    }

    @Override
    public void save(CredentialKey key, Grant grant) {
        grants.put(key, grant);
    }

    @Override
    public boolean replace(CredentialKey key, Grant previous, Grant next) {
        return grants.replace(key, previous, next);
    }

    @Override
    public void delete(CredentialKey key) {
        grants.remove(key);
    }

    @Override
    public void delete(CredentialKey key, Grant previous) {
        grants.remove(key, previous);
    }
}
