package dev.lakegate.audit;

import dev.lakegate.audit.ChainedFile.Writing;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.config.AuditSettings.OnFailure;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.HeldLock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The local audit log: JSON Lines in owner-only files, one hash chain through all of them, sealed by a key; see
/// `app/docs/audit.md`.
///
/// A line is with the operating system when [#append] returns, so that a killed process loses nothing that ended
/// before; but while another thread waits for the disk, for longer than [#PATIENCE], it is left to that. It is a copy
/// into a mapped file; a thread of the log's own brings the lines from there into the log's file,
/// [a moment][#PAUSE] later at most.
public final class AuditLog implements AuditTrail, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    /// Lines gather for so long before the next go into the file together.
    private static final Duration PAUSE = Duration.ofMillis(10);
    /// Some microseconds, as long as another's line takes.
    private static final int SPINS = 100;
    /// Of who has a line, with the thread that writes those of all.
    private static final Duration PATIENCE = Duration.ofMillis(1);
    /// When the disk took none, it is asked again after so long, if nobody asks before.
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

    private final AuditFolder folder;
    private final AuditSettings settings;
    private final InstantSource clock;
    private final HeldLock only;
    private final ReentrantLock lock = new ReentrantLock();
    /// Whoever has the lock writes them, and looks once more when it has given the lock back.
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final ChainedFile file;
    /// No condition of the lock: who waits for that gives the lock back without a look at what came meanwhile.
    private final Semaphore news = new Semaphore(0);
    private final Condition written = lock.newCondition();
    /// The log's own thread writes to the file, without the lock.
    private boolean writing;
    private final Outage outage = new Outage();
    private boolean closed;

    /// Goes on with what is in the folder, which is created when needed. Blocks on the disk.
    ///
    /// Throws a [LocalFailure] when the folder cannot be used, or another process writes there.
    public AuditLog(AuditFolder folder, AuditSettings settings, InstantSource clock) throws ProblemException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        try {
            folder.make();
            only = HeldLock.take(folder.path().resolve(".lock"))
                    .orElseThrow(() -> new IOException("another program of yours is writing it"));
        } catch (IOException failure) {
            throw cannotOpen(failure);
        }
        try {
            file = new ChainedFile(folder, settings, clock);
        } catch (IOException failure) {
            only.close();
            throw cannotOpen(failure);
        }
        var _ = attempt(() -> {
            ready(0);
            file.flush();
        });
        Thread.ofVirtual().name("audit").start(this::writeFromTimeToTime);
        tell();
    }

    private ProblemException cannotOpen(IOException failure) {
        return new ProblemException(
                new LocalFailure("open the audit log in " + folder.path(), Reason.of(failure)), failure);
    }

    /// One that is to be written.
    private static final class Line {
        private final AuditEvent event;
        private final byte[] object;
        private volatile boolean isDecided;

        Line(AuditEvent event) {
            this.event = event;
            this.object = AuditLine.of(event);
        }
    }

    @Override
    public void append(AuditEvent event) {
        Line line = new Line(event);
        waiting.add(line);
        if (acquired(line)) {
            try {
                writeAll();
            } finally {
                lock.unlock();
            }
        }
        writeWaiting();
    }

    /// Not when another thread has written the line, or takes long, as one does that waits for the disk: then the line
    /// is left to it. What only waits in memory is lost when the process is killed.
    private boolean acquired(Line line) {
        for (int times = 0; times < SPINS; times++) {
            if (line.isDecided) {
                return false;
            }
            if (lock.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        try {
            return lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private void writeWaiting() {
        while (!waiting.isEmpty() && lock.tryLock()) {
            try {
                writeAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void writeAll() {
        for (Line next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                write(next);
            } finally {
                next.isDecided = true;
            }
        }
    }

    private void write(Line line) {
        boolean needsDisk = outage.isOn() || file.needsDisk(line.object.length);
        if (needsDisk) {
            awaitWritten();
        }
        if (closed) {
            LOG.error("An audit line of {} came when the log was closed, and is lost", line.event.name());
            return;
        }
        try {
            if (needsDisk) {
                ready(line.object.length);
            }
        } catch (IOException failure) {
            broken(failure);
        }
        if (!isTaken(line)) {
            outage.lost(line.event.at());
        } else if (file.mustFlush()) {
            flush();
        } else {
            tell();
        }
    }

    /// Also while the disk takes nothing, as long as there is room for what is pending.
    private boolean isTaken(Line line) {
        try {
            if (file.isBegun()) {
                file.add(line.object);
                return true;
            }
        } catch (IOException failure) {
            broken(failure);
        }
        return false;
    }

    private void flush() {
        awaitWritten();
        try {
            if (outage.isOn()) {
                ready(0);
            }
            file.flush();
        } catch (IOException failure) {
            broken(failure);
        }
    }

    private void awaitWritten() {
        while (writing) {
            written.awaitUninterruptibly();
        }
    }

    private void writeFromTimeToTime() {
        try {
            do {
                news.acquire();
                arrived(failure(departing()));
                Thread.sleep(outage.isOn() ? OUTAGE_PAUSE : PAUSE);
            } while (!isOver());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is to be done without the lock. A line that comes just now is left to the next that comes, or to
    /// [#arrived]:
    /// one that needs the disk would have this thread wait for itself.
    private Writing departing() {
        lock.lock();
        try {
            writeAll();
            if (outage.isOn() && !closed) {
                ready(0);
            }
            writing = !closed && file.isPending();
            return writing ? file.depart() : () -> {};
        } catch (IOException failure) {
            writing = false;
            broken(failure);
            return () -> {};
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable IOException failure(Writing lines) {
        try {
            lines.run();
            return null;
        } catch (IOException failure) {
            return failure;
        }
    }

    private void arrived(@Nullable IOException failure) {
        lock.lock();
        try {
            if (writing && failure == null) {
                file.arrived();
            } else if (failure != null) {
                broken(failure);
            }
            writing = false;
            written.signalAll();
            if (!closed && file.isPending()) {
                tell();
            }
        } finally {
            lock.unlock();
            writeWaiting();
        }
    }

    /// The log's own thread that lines are pending, or that it is to end.
    private void tell() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
            writeWaiting();
        }
    }

    /// How far the chain has come; null before its first line is written. For the data path.
    public @Nullable Head head() {
        return file.head();
    }

    /// Lines that could not be written since the start.
    public long lost() {
        return outage.ever();
    }

    /// How it fares. For any thread; does not block.
    public AuditHealth health() {
        return new AuditHealth(!outage.isOn(), settings.onFailure() == OnFailure.REFUSE, lost());
    }

    /// Whether lines cannot be written now.
    public boolean isFailing() {
        return outage.isOn();
    }

    /// Parameters of a query that may be told.
    public Set<String> queryNames() {
        return Set.copyOf(settings.queryNames());
    }

    /// Whether the runs that requests start or are about may be told.
    public boolean recognisesRuns() {
        return settings.recognisesRuns();
    }

    /// Whether a request may be served: not when its line could not be written and the configuration has such requests
    /// refused. While that is so, each call tries to write.
    public boolean mayServe() {
        return settings.onFailure() == OnFailure.SERVE || !outage.isOn() || attempt(() -> ready(0));
    }

    /// From now on seals are made with this key; makes the first.
    public void sealWith(SealingKey key) {
        // the first signature of a process takes long, and those who write must not wait for it
        var _ = key.sign(new Head("", 0, ""));
        var _ = attempt(() -> {
            if (!closed) {
                file.sealBy(key);
                ready(0);
                file.seal("key");
                file.flush();
            }
        });
    }

    /// Has the file open, and what was lost before told.
    private void ready(int bytes) throws IOException {
        file.makeRoom(bytes);
        if (outage.isOn()) {
            file.flush();
            if (outage.count() > 0) {
                file.add(outage.event(clock.instant()));
            }
            outage.over();
            LOG.warn("The audit log {} is written again", folder.current());
        }
    }

    /// What a disk may fail in.
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /// After the lines that were added before. Whether the disk let it be done.
    private boolean attempt(Step step) {
        lock.lock();
        try {
            writeAll();
            awaitWritten();
            step.run();
            return true;
        } catch (IOException failure) {
            broken(failure);
            return false;
        } finally {
            lock.unlock();
            writeWaiting();
        }
    }

    private void broken(IOException failure) {
        if (outage.begins(failure)) {
            LOG.error(
                    "The audit log {} cannot be written ({}); until it can, {}",
                    folder.current(),
                    failure.getMessage(),
                    settings.onFailure() == OnFailure.SERVE
                            ? "requests are served; lines for which memory has no room are lost, but counted"
                            : "requests are refused");
        }
        try {
            file.closeFile();
        } catch (IOException also) {
            LOG.debug("Nor can it be closed: {}", also.toString());
        }
    }

    /// Seals what is there, when the key is at hand.
    @Override
    public void close() {
        var _ = attempt(() -> {
            if (closed) {
                return;
            }
            closed = true;
            tell();
            try (file) {
                if (file.canSeal()) {
                    ready(0);
                    file.seal("stop");
                }
            }
        });
        only.close();
    }
}
