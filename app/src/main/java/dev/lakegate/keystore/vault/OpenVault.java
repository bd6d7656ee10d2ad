package dev.lakegate.keystore.vault;

import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.KeyStoreProblem.PassphraseNeeded;
import dev.lakegate.model.KeyStoreProblem.PassphraseWrong;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.ProcessLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The vault as this process uses it: fetched from its keeper once, and kept. A person who has dismissed a prompt is
/// not asked again before they act.
public final class OpenVault {
    private static final Logger LOG = LoggerFactory.getLogger(OpenVault.class);

    /// A keeper that broke is left alone for so long.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// For so long a caller waits for what is done for the next time only; then it goes on without.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final VaultKeeper keeper;
    private final ProcessLock changes;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Vault vault;
    private volatile @Nullable Refusal refusal;

    /// Of that keeper.
    ///
    /// @param changes held while the vault is changed, since that is reading and writing
    public OpenVault(VaultKeeper keeper, ProcessLock changes) {
        this.keeper = keeper;
        this.changes = changes;
    }

    /// Why the keeper gave nothing, and when.
    private record Refusal(ProblemException problem, long nanos) {
        boolean counts() {
            return isThePersons(problem.problem()) || System.nanoTime() - nanos < PAUSE_NANOS;
        }

        private static boolean isThePersons(Problem problem) {
            return problem instanceof KeyStoreLocked
                    || problem instanceof PassphraseNeeded
                    || problem instanceof PassphraseWrong;
        }
    }

    /// Empty when there is none yet, or none any more. Blocks on the keeper the first time.
    public Optional<Vault> get() throws ProblemException {
        Vault known = vault;
        return known == null ? fetched() : Optional.of(known);
    }

    /// As the keeper has it now: another process may have begun a new one.
    public Optional<Vault> fetched() throws ProblemException {
        asking.lock();
        try {
            Refusal last = refusal;
            if (last != null && last.counts()) {
                throw new ProblemException(last.problem.problem(), last.problem);
            }
            return read().map(this::adopted);
        } finally {
            asking.unlock();
        }
    }

    private Optional<Vault> read() throws ProblemException {
        try {
            return keeper.read();
        } catch (ProblemException failure) {
            refusal = new Refusal(failure, System.nanoTime());
            throw failure;
        }
    }

    /// For a new sign-in, made when there is none: the person has acted, and may be asked.
    public Vault forSaving() throws ProblemException {
        askAgain();
        Optional<Vault> kept = fetched();
        return kept.isPresent() ? kept.get() : changes.holding(this::fetchedOrMade);
    }

    private Vault fetchedOrMade() throws ProblemException {
        Optional<Vault> kept = fetched();
        if (kept.isPresent()) {
            return kept.get();
        }
        Vault fresh = Vault.fresh();
        asking.lock();
        try {
            keeper.write(fresh);
            vault = fresh;
            return fresh;
        } finally {
            asking.unlock();
        }
    }

    /// Lets the keeper ask the person again.
    public void askAgain() {
        refusal = null;
    }

    /// A different key means that all was forgotten and begun anew, the generations too.
    private synchronized Vault adopted(Vault kept) {
        Vault known = vault;
        Vault adopted = known != null && known.key().equals(kept.key()) ? kept.with(known.generations()) : kept;
        vault = adopted;
        return adopted;
    }

    /// Of the file, as far as it is known without asking anyone.
    public long generation(Path file) {
        Vault known = vault;
        return known == null ? 0 : known.generation(file);
    }

    /// A sound file of that generation was seen.
    public synchronized void saw(Vault used, Path file, long generation) {
        Vault known = vault;
        if (known == null || known.generation(file) < generation) {
            vault = (known == null ? used : known).with(file, generation);
        }
    }

    /// Has the keeper note the generation of a file that was written. A keeper that cannot costs no sign-in: it
    /// is told by a warning, and made up for at the next writing. Blocks for two seconds at most, however long the
    /// keeper waits for a person.
    public void note(Vault used, Path file, long generation) {
        saw(used, file, generation);
        inBackground(this::noteAll);
    }

    /// Deletes the vault with the last file of that folder, unless files of other folders need it. A keeper that cannot
    /// keeps it.
    public void discard(Path folder) {
        if (vault != null) {
            inBackground(() -> discardFor(folder));
        }
    }

    /// What is done for the next time only.
    @FunctionalInterface
    private interface Chore {
        void run() throws ProblemException;
    }

    private void inBackground(Chore chore) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread.ofVirtual().name("vault").start(() -> {
            try {
                over.complete(changes.holding(() -> asked(chore)));
            } catch (Throwable failure) { // whoever waits must hear of it
                over.completeExceptionally(failure);
            }
        });
        try {
            var _ = over.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            LOG.info("{} takes its time", keeper.description());
        } catch (ExecutionException failure) {
            LOG.warn("{} could not be brought up to date", keeper.description(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it was done.
    private boolean asked(Chore chore) {
        asking.lock();
        try {
            Refusal last = refusal;
            if (last != null && last.counts()) {
                return false;
            }
            chore.run();
            return true;
        } catch (ProblemException failure) {
            LOG.warn(
                    "What belongs to the kept sign-in could not be noted, which is made up for later: {}",
                    failure.problem().text().what());
            refusal = new Refusal(failure, System.nanoTime());
            return false;
        } finally {
            asking.unlock();
        }
    }

    /// Of a vault that another process began meanwhile nothing is known here.
    private void noteAll() throws ProblemException {
        Vault known = vault;
        Optional<Vault> kept = keeper.read();
        if (known == null || (kept.isPresent() && !kept.get().key().equals(known.key()))) {
            return;
        }
        Vault next = kept.map(other -> other.with(known.generations())).orElse(known);
        if (kept.isEmpty() || !next.equals(kept.get())) {
            keeper.write(next);
        }
    }

    private void discardFor(Path folder) throws ProblemException {
        Optional<Vault> kept = keeper.read();
        if (kept.isPresent() && kept.get().without(folder).generations().isEmpty()) {
            keeper.delete();
            vault = null;
        }
    }

    /// Has the keeper forget what belongs to the folder: all, unless others still use it. Blocks on the person.
    public void wipe(Path folder) throws ProblemException {
        asking.lock();
        try {
            wipeAsked(folder);
        } finally {
            asking.unlock();
        }
    }

    private void wipeAsked(Path folder) throws ProblemException {
        askAgain();
        vault = null;
        Optional<Vault> kept = keeper.read();
        Optional<Vault> others = kept.map(known -> known.without(folder))
                .filter(known -> !known.generations().isEmpty());
        if (others.isPresent()) {
            keeper.write(others.get());
        } else {
            keeper.delete();
        }
    }
}
