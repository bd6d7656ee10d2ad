package dev.lakegate.keystore;

import dev.lakegate.model.Grant;
import dev.lakegate.model.KeyStoreProblem;
import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps grants for good where the operating system has a key store, and in memory where it has none.
///
/// Which of the two is known once a key is needed: at a sign-in, or when a grant of earlier is loaded. Nobody is asked
/// to unlock anything to find out. It is tried anew at each sign-in, since a key store may come later than the program.
final class KeyStoreOrMemory implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreOrMemory.class);

    private final CredentialStore lasting;
    private final MemoryCredentialStore memory = new MemoryCredentialStore();

    /// Why there is no key store; null as long as that was not found.
    private volatile @Nullable String absence;

    KeyStoreOrMemory(CredentialStore lasting) {
        this.lasting = lasting;
    }

    @Override
    public Optional<Grant> load(CredentialKey key) throws ProblemException {
        Optional<Grant> grant = memory.load(key);
        if (grant.isPresent() || absence != null) {
            return grant;
        }
        try {
            return lasting.load(key);
        } catch (ProblemException failure) {
            noteAbsence(failure);
            return Optional.empty();
        }
    }

    /// Memory takes what the key store does not, and nobody is to unlock anything before there is something to keep.
    @Override
    public void prepare() {}

    @Override
    public void save(CredentialKey key, Grant grant) throws ProblemException {
        try {
            lasting.save(key, grant);
            absence = null;
            memory.delete(key);
        } catch (ProblemException failure) {
            keepInMemory(key, grant, failure);
        }
    }

    /// The person has just signed in: a key store that they would not unlock, or that broke, must not cost them
    /// that. An earlier sign-in must then not come back in its place. Where there is no key store at all, as over
    /// SSH, what is kept for a session that has one stays.
    private void keepInMemory(CredentialKey key, Grant grant, ProblemException failure) throws ProblemException {
        if (!(failure.problem() instanceof KeyStoreProblem problem)) {
            throw failure;
        }
        memory.save(key, grant);
        if (problem instanceof KeyStoreAbsent) {
            noteAbsence(failure);
        } else {
            absence = problem.code();
            LOG.warn(
                    "The sign-in is kept in memory until the program ends. {}",
                    problem.text().what());
            lasting.delete(key);
        }
    }

    private void noteAbsence(ProblemException failure) throws ProblemException {
        if (!(failure.problem() instanceof KeyStoreAbsent(String reason))) {
            throw failure;
        }
        LOG.info("Sign-ins are kept in memory: {}", reason);
        absence = reason;
    }

    @Override
    public boolean replace(CredentialKey key, Grant previous, Grant next) throws ProblemException {
        return isInMemory(key) ? memory.replace(key, previous, next) : lasting.replace(key, previous, next);
    }

    @Override
    public void delete(CredentialKey key) throws ProblemException {
        memory.delete(key);
        lasting.delete(key);
    }

    @Override
    public void delete(CredentialKey key, Grant previous) throws ProblemException {
        if (isInMemory(key)) {
            memory.delete(key, previous);
        } else {
            lasting.delete(key, previous);
        }
    }

    private boolean isInMemory(CredentialKey key) {
        return absence != null || memory.load(key).isPresent();
    }

    @Override
    public <T> T exclusively(CredentialKey key, Step<T> step) throws ProblemException {
        return lasting.exclusively(key, step);
    }

    @Override
    public void open() throws ProblemException {
        try {
            lasting.open();
            absence = null;
        } catch (ProblemException failure) {
            noteAbsence(failure);
        }
    }

    /// Without a key store there is no key to delete.
    @Override
    public void wipe() throws ProblemException {
        memory.wipe();
        try {
            lasting.wipe();
        } catch (ProblemException failure) {
            noteAbsence(failure);
        }
    }

    @Override
    public String description() {
        String reason = absence;
        return reason == null ? lasting.description() : memory.description() + " (no key store: " + reason + ")";
    }

    @Override
    public boolean isLasting() {
        return absence == null;
    }
}
