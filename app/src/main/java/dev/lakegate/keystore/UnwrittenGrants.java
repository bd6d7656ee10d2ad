package dev.lakegate.keystore;

import dev.lakegate.keystore.CredentialFile.Found;
import dev.lakegate.model.Grant;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Grants that could not be written, as on a full disk: they serve from memory, and are tried again until they are.
final class UnwrittenGrants {
    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenGrants.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Map<CredentialKey, Unwritten> grants = new ConcurrentHashMap<>();
    private final Consumer<CredentialKey> writing;
    private boolean trying;

    /// @param writing tries once more; told by [#written] when it succeeds
    UnwrittenGrants(Consumer<CredentialKey> writing) {
        this.writing = writing;
    }

    /// A grant that belongs in the place of an older one.
    ///
    /// @param generation of the file that could not be replaced; 0 when there was none
    record Unwritten(long generation, Grant grant) {

        /// Not once another process has written or signed out.
        boolean countsBeside(Found found) {
            return switch (found) {
                case Found.Absent() -> generation == 0;
                case Found.Sound(long written, Grant _) -> written == generation;
                case Found.Flawed _ -> true;
            };
        }
    }

    Optional<Unwritten> of(CredentialKey key) {
        return Optional.ofNullable(grants.get(key));
    }

    boolean isEmpty() {
        return grants.isEmpty();
    }

    synchronized void hold(CredentialKey key, Unwritten unwritten, Exception failure) {
        if (grants.put(key, unwritten) == null) {
            LOG.warn(
                    "The sign-in of profile {} cannot be written, and is in memory only until it can be: {}",
                    key.profile(),
                    failure.toString());
        }
        if (!trying) {
            trying = true;
            Thread.ofVirtual().name("unwritten").start(this::tryAgain);
        }
    }

    void written(CredentialKey key) {
        if (grants.remove(key) != null) {
            LOG.warn("The sign-in of profile {} is written now", key.profile());
        }
    }

    void forget(CredentialKey key) {
        grants.remove(key);
    }

    void forgetAll() {
        grants.clear();
    }

    private void tryAgain() {
        try {
            while (isAnyLeft()) {
                Thread.sleep(PAUSE);
                grants.keySet().forEach(writing);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isAnyLeft() {
        trying = !grants.isEmpty();
        return trying;
    }
}
