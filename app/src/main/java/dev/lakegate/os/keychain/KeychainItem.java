package dev.lakegate.os.keychain;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A generic password of the service "Lakegate" in the login keychain. macOS itself asks the person to unlock it, or
/// whether another build of Lakegate may read what this one wrote.
public final class KeychainItem implements KeyStoreItem {
    private static final String NAME = "macOS Keychain";

    /// macOS waits for a person without a limit.
    private static final Duration PROMPT_LIMIT = Duration.ofMinutes(2);

    private final String account;

    /// Touches nothing yet.
    ///
    /// @param account what tells this value from every other one of Lakegate's; it is kept in the clear
    public KeychainItem(String account) {
        this.account = account;
    }

    @Override
    public Optional<byte[]> read() throws ProblemException {
        return limited(() -> {
            try (CoreFoundation memory = new CoreFoundation()) {
                return new GenericPassword(memory, account).read();
            }
        });
    }

    @Override
    public void write(byte[] value) throws ProblemException {
        byte[] own = value.clone();
        Optional<byte[]> _ = limited(() -> {
            try (CoreFoundation memory = new CoreFoundation()) {
                new GenericPassword(memory, account).write(own);
                return Optional.empty();
            } finally {
                Arrays.fill(own, (byte) 0);
            }
        });
    }

    @Override
    public void delete() throws ProblemException {
        Optional<byte[]> _ = limited(() -> {
            try (CoreFoundation memory = new CoreFoundation()) {
                new GenericPassword(memory, account).delete();
                return Optional.empty();
            }
        });
    }

    @Override
    public String storeName() {
        return NAME;
    }

    /// A native call cannot be interrupted: past its limit it is left to its thread, and to the person.
    private static Optional<byte[]> limited(Callable<Optional<byte[]>> call) throws ProblemException {
        FutureTask<Optional<byte[]>> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().name("keychain").start(task);
        try {
            return task.get(PROMPT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ProblemException(new KeyStoreLocked(NAME), late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new KeyStoreLocked(NAME), interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof KeychainRefusal refusal) {
                throw problem(refusal);
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static ProblemException problem(KeychainRefusal refusal) {
        return switch (refusal.kind()) {
            case NO_KEYCHAIN -> new ProblemException(new KeyStoreAbsent(refusal.reason()), refusal);
            case NOT_UNLOCKED -> new ProblemException(new KeyStoreLocked(NAME), refusal);
            case OTHER -> new ProblemException(new KeyStoreFailed(NAME, refusal.reason()), refusal);
        };
    }
}
