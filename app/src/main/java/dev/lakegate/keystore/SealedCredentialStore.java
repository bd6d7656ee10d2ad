package dev.lakegate.keystore;

import dev.lakegate.keystore.CredentialFile.Found;
import dev.lakegate.keystore.UnwrittenGrants.Unwritten;
import dev.lakegate.keystore.vault.KeptFile.Flaw;
import dev.lakegate.keystore.vault.OpenVault;
import dev.lakegate.keystore.vault.Vault;
import dev.lakegate.keystore.vault.VaultKeeper;
import dev.lakegate.model.Grant;
import dev.lakegate.model.KeyStoreProblem.CredentialsSetAside;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps each profile's grant in a file of its own, sealed by the key in the vault. What stands in the file's place but
/// was not put there last, by this user and for this profile, is set aside and told once; then a sign-in is needed.
///
/// A grant that cannot be written serves from memory until it can be: the provider may have forgotten the one before.
public final class SealedCredentialStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(SealedCredentialStore.class);

    /// Longer than a refresh takes whose provider does not answer.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final VaultKeeper keeper;
    private final OpenVault vault;
    private final String user;
    private final InstantSource clock;
    private final UnwrittenGrants unwritten = new UnwrittenGrants(this::writeNow);

    /// In that folder, which is created when needed.
    ///
    /// @param keeper keeps the key
    /// @param user   the operating system's name of the user
    /// @param clock  names what is set aside
    public SealedCredentialStore(Path folder, VaultKeeper keeper, String user, InstantSource clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.keeper = keeper;
        this.vault = new OpenVault(keeper, lock(".vault.lock"));
        this.user = user;
        this.clock = clock;
    }

    @Override
    public Optional<Grant> load(CredentialKey key) throws ProblemException {
        Found found = find(key);
        if (found instanceof Found.Flawed) {
            // perhaps it is just being replaced: under the lock it is sure
            return changing(key, () -> loadOrSetAside(key));
        }
        return found instanceof Found.Sound(long _, Grant grant) ? Optional.of(grant) : Optional.empty();
    }

    private Optional<Grant> loadOrSetAside(CredentialKey key) throws ProblemException {
        return switch (find(key)) {
            case Found.Absent() -> Optional.empty();
            case Found.Sound(long _, Grant grant) -> Optional.of(grant);
            case Found.Flawed(Flaw flaw) -> {
                CredentialFile file = file(key);
                throw new ProblemException(new CredentialsSetAside(file.path(), file.setAside(flaw), flaw.reason()));
            }
        };
    }

    /// What counts: the file, or a newer grant that could not be written over it.
    private Found find(CredentialKey key) throws ProblemException {
        Optional<Unwritten> newer = unwritten.of(key);
        try {
            Found found = file(key).find(vault);
            if (newer.isEmpty()) {
                return found;
            }
            if (!newer.get().countsBeside(found)) {
                unwritten.forget(key);
                return found;
            }
        } catch (ProblemException unreadable) {
            if (newer.isEmpty()) {
                throw unreadable;
            }
        }
        return new Found.Sound(newer.get().generation(), newer.get().grant());
    }

    @Override
    public void prepare() throws ProblemException {
        var _ = vault.forSaving();
    }

    @Override
    public void save(CredentialKey key, Grant grant) throws ProblemException {
        Vault opened = vault.forSaving();
        try {
            changing(key, () -> {
                write(opened, key, cleared(key), grant);
                return true;
            });
        } catch (ProblemException failure) {
            hold(key, grant, failure);
        }
    }

    @Override
    public boolean replace(CredentialKey key, Grant previous, Grant next) throws ProblemException {
        try {
            return changing(key, () -> {
                boolean isThere = switch (find(key)) {
                    case Found.Absent() -> false;
                    case Found.Sound(long _, Grant grant) -> grant.equals(previous);
                    // neither a sign-out nor a sign-in leaves such a file
                    case Found.Flawed _ -> true;
                };
                if (isThere) {
                    write(opened(), key, cleared(key), next);
                }
                return isThere;
            });
        } catch (ProblemException failure) {
            hold(key, next, failure);
            return true;
        }
    }

    /// The generation of what is to be replaced, 0 when nothing is; a flawed file is set aside first.
    private long cleared(CredentialKey key) throws ProblemException {
        return switch (file(key).find(vault)) {
            case Found.Absent() -> 0;
            case Found.Sound(long generation, Grant _) -> generation;
            case Found.Flawed(Flaw flaw) -> {
                Path aside = file(key).setAside(flaw);
                LOG.warn("{} was moved to {}, because {}", file(key).path(), aside, flaw.reason());
                yield 0;
            }
        };
    }

    /// The file first, then its generation: a crash between the two leaves a file that is newer than what was noted.
    private void write(Vault opened, CredentialKey key, long replaced, Grant grant) {
        CredentialFile file = file(key);
        long generation = Math.max(replaced, opened.generation(file.path())) + 1;
        try {
            file.write(opened, generation, grant);
        } catch (IOException failure) {
            unwritten.hold(key, new Unwritten(replaced, grant), failure);
            return;
        }
        unwritten.written(key);
        vault.note(opened, file.path(), generation);
    }

    private Vault opened() throws ProblemException {
        return vault.get()
                .orElseThrow(() -> new ProblemException(new KeyStoreFailed(keeper.description(), "the key is gone")));
    }

    /// Once a refresh token was used the next one must not be lost, whatever is wrong on this machine.
    private void hold(CredentialKey key, Grant grant, ProblemException failure) {
        unwritten.hold(key, new Unwritten(vault.generation(file(key).path()), grant), failure);
    }

    private void writeNow(CredentialKey key) {
        try {
            changing(key, () -> {
                Found current = find(key); // forgets what no longer counts
                Optional<Unwritten> waiting = unwritten.of(key);
                if (waiting.isPresent()) {
                    write(opened(), key, cleared(key), waiting.get().grant());
                }
                return current;
            });
        } catch (ProblemException failure) {
            LOG.debug("Still not written: {}", failure.toString());
        }
    }

    @Override
    public void delete(CredentialKey key) throws ProblemException {
        changing(key, () -> {
            unwritten.forget(key);
            file(key).delete();
            if (unwritten.isEmpty() && !CredentialFile.isAnyIn(folder)) {
                vault.discard(folder);
            }
            return true;
        });
    }

    @Override
    public void delete(CredentialKey key, Grant previous) throws ProblemException {
        changing(key, () -> {
            if (find(key) instanceof Found.Sound(long _, Grant grant) && grant.equals(previous)) {
                delete(key);
            }
            return true;
        });
    }

    @Override
    public <T> T exclusively(CredentialKey key, Step<T> step) throws ProblemException {
        return lock(key.profile() + ".lock").holding(step::run);
    }

    /// Shorter than [#exclusively], so that a sign-out need not wait for a provider.
    private <T> T changing(CredentialKey key, Step<T> step) throws ProblemException {
        return lock(key.profile() + ".change.lock").holding(step::run);
    }

    private ProcessLock lock(String name) {
        return new ProcessLock(folder.resolve(name), PATIENCE);
    }

    private CredentialFile file(CredentialKey key) {
        return CredentialFile.in(folder, user, key, clock);
    }

    @Override
    public void open() throws ProblemException {
        vault.askAgain();
        var _ = vault.get();
    }

    @Override
    public void wipe() throws ProblemException {
        unwritten.forgetAll();
        try {
            OwnerOnly.deleteFolder(folder);
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("delete the kept sign-ins in " + folder, Reason.of(failure)), failure);
        }
        vault.wipe(folder);
    }

    @Override
    public String description() {
        return unwritten.isEmpty() ? keeper.description() : "memory, until it can be written to the disk";
    }

    @Override
    public boolean isLasting() {
        return true;
    }
}
