package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps grants in this process alone: they end with it, and nothing touches the disk.
public final class MemoryCredentialStore implements CredentialStore {
    private final Map<CredentialKey, Grant> grants = new ConcurrentHashMap<>();
    private final Map<CredentialKey, ReentrantLock> locks = new ConcurrentHashMap<>();

    @Override
    public Optional<Grant> load(CredentialKey key) {
        return Optional.ofNullable(grants.get(key));
    }

    @Override
    public void prepare() {}

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

    @Override
    public <T> T exclusively(CredentialKey key, Step<T> step) throws ProblemException {
        ReentrantLock lock = locks.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /// Memory asks nobody.
    @Override
    public void open() {}

    @Override
    public void wipe() {
        grants.clear();
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public boolean isLasting() {
        return false;
    }
}
