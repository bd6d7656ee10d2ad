package dev.lakegate.keystore;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.KeyStoreProblem.KeyStoreLocked;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.KeyStoreItem;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A key store whose person does what a test wants; the real ones are in the ITs.
public final class TestKeyStore implements KeyStoreItem {
    /// What it says to every call.
    public enum Mood {
        WILLING,
        ABSENT,
        /// it asks, and the person dismisses the prompt
        LOCKED,
        BROKEN,
        /// it asks, and nobody is there
        WAITING
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private volatile Mood mood = Mood.WILLING;
    private byte @Nullable [] value;

    public void becomes(Mood next) {
        mood = next;
    }

    /// How often it was called, with whatever success.
    public int calls() {
        return calls.get();
    }

    public void goesOn() {
        mood = Mood.WILLING;
        waiting.countDown();
    }

    /// As when its owner starts a new key ring.
    public synchronized void losesAll() {
        value = null;
    }

    public synchronized boolean isEmpty() {
        return value == null;
    }

    public synchronized void holds(byte[] other) {
        value = other.clone();
    }

    public synchronized byte[] value() {
        return Optional.ofNullable(value).orElseThrow().clone();
    }

    @Override
    public Optional<byte[]> read() throws ProblemException {
        asked();
        synchronized (this) {
            return Optional.ofNullable(value).map(bytes -> bytes.clone());
        }
    }

    @Override
    public void write(byte[] bytes) throws ProblemException {
        asked();
        holds(bytes);
    }

    @Override
    public void delete() throws ProblemException {
        asked();
        losesAll();
    }

    private void asked() throws ProblemException {
        calls.incrementAndGet();
        switch (mood) {
            case WILLING -> {}
            case ABSENT -> throw new ProblemException(new KeyStoreAbsent("there is no D-Bus session"));
            case LOCKED -> throw new ProblemException(new KeyStoreLocked(storeName()));
            case BROKEN -> throw new ProblemException(new KeyStoreFailed(storeName(), "it did not answer"));
            case WAITING -> {
                try {
                    waiting.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
        }
    }

    @Override
    public String storeName() {
        return "Test Store";
    }
}
