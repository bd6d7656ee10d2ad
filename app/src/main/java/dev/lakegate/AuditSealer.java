package dev.lakegate;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.audit.SealingKey;
import dev.lakegate.config.CredentialSettings;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running program's trail, which gets the key of its seals when somebody has signed in: the key store was used
/// then,
/// so that nobody is asked to unlock it for the seals alone.
final class AuditSealer implements AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AuditLog log;
    private final KeyStoreItem item;
    private final CredentialSettings settings;
    private final CredentialStore store;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile CompletableFuture<Void> beginning = CompletableFuture.completedFuture(null);

    /// @param store of the sign-ins, which knows by then whether the key store is any use
    AuditSealer(AuditLog log, KeyStoreItem item, CredentialSettings settings, CredentialStore store) {
        this.log = log;
        this.item = item;
        this.settings = settings;
        this.store = store;
    }

    @Override
    public void append(AuditEvent event) {
        log.append(event);
        if (event instanceof AuditEvent.SignedIn && begun.compareAndSet(false, true)) {
            beginning =
                    CompletableFuture.runAsync(this::begin, Thread.ofVirtual().name("audit-key")::start);
        }
    }

    /// Ends the log, sealed. Waits a moment for a key that is just being fetched or made.
    void end(AuditEvent last) {
        beginning
                .completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        log.append(last);
        log.close();
    }

    private void begin() {
        try {
            log.sealWith(
                    switch (settings.store()) {
                        case OS -> store.isLasting() ? SealingKey.keptIn(item) : SealingKey.inMemory();
                        case MEMORY, PASSPHRASE, SYSTEMD_CREDENTIAL -> SealingKey.inMemory();
                    });
        } catch (ProblemException failure) {
            LOG.warn(
                    "The audit log is not sealed before the next sign-in: {}",
                    failure.problem().text());
            begun.set(false);
        }
    }
}
