package dev.lakegate.os;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets one thread of all this user's processes work at a time. The operating system releases the lock of a process
/// that ends, however it ends; the lock's file stays, and means nothing by itself. A thread may take it again.
public final class ProcessLock {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLock.class);
    private static final long POLL_MILLIS = 10;

    /// The operating system locks for a process as a whole, and forgets the lock when any channel to the file is
    /// closed.
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration patience;
    private final ReentrantLock threads;

    /// On that file, which is created when needed, and its folder too.
    ///
    /// @param patience how long to wait for others at most
    public ProcessLock(Path file, Duration patience) {
        this.file = file.toAbsolutePath().normalize();
        this.patience = patience;
        this.threads = THREADS.computeIfAbsent(this.file, _ -> new ReentrantLock());
    }

    /// What is done under the lock.
    @FunctionalInterface
    public interface Step<T> {
        T run() throws ProblemException;
    }

    /// Runs the step under the lock. Blocks while others hold it, and throws a [LocalFailure] when they do for too
    /// long.
    public <T> T holding(Step<T> step) throws ProblemException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!acquired(deadline)) {
            throw heldByOthers();
        }
        try {
            if (threads.getHoldCount() > 1) {
                return step.run();
            }
            FileChannel channel = open();
            try {
                lock(channel, deadline);
                return step.run();
            } finally {
                close(channel);
            }
        } finally {
            threads.unlock();
        }
    }

    private boolean acquired(long deadline) throws ProblemException {
        try {
            return threads.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /// Where no lock file can be written, as on a read-only file system, threads at least take turns.
    private @Nullable FileChannel open() {
        try {
            Path folder = file.getParent();
            if (folder != null && Files.notExists(folder)) {
                OwnerOnly.folder(folder);
            }
            return OwnerOnly.openForLocking(file);
        } catch (IOException failure) {
            LOG.warn("Other processes are not kept out, because {} cannot be opened: {}", file, failure.toString());
            return null;
        }
    }

    private void lock(@Nullable FileChannel channel, long deadline) throws ProblemException {
        if (channel == null) {
            return;
        }
        try {
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() > deadline) {
                    throw heldByOthers();
                }
                Thread.sleep(POLL_MILLIS);
                lock = channel.tryLock();
            }
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("lock " + file, Reason.of(failure)), failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            LOG.warn("A lock's file could not be closed: {}", failure.toString());
        }
    }

    private ProblemException heldByOthers() {
        return new ProblemException(new LocalFailure(
                "lock " + file, "others have been at work under it for over " + patience.toSeconds() + " seconds"));
    }

    private ProblemException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ProblemException(new LocalFailure("lock " + file, "it was interrupted"), interrupted);
    }
}
