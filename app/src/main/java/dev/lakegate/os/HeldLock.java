package dev.lakegate.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps all other processes of this user, and others in this one, from something for as long as it is held. The
/// operating system releases it when the process ends, however that ends; its file stays and means nothing by itself.
public final class HeldLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldLock.class);

    /// The operating system forgets the lock when any channel to the file is closed: a second one must not be opened.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final @Nullable FileChannel channel;

    private HeldLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Empty when another holds it. Where no lock file can be written, as on a full disk, other processes are not kept
    /// out: that is told in the log.
    public static Optional<HeldLock> take(Path lockFile) throws IOException {
        Path file = lockFile.toAbsolutePath().normalize();
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        FileChannel channel;
        try {
            channel = OwnerOnly.openForLocking(file);
        } catch (IOException failure) {
            LOG.warn("Other processes are not kept out, because {} cannot be opened: {}", file, failure.toString());
            return Optional.of(new HeldLock(file, null));
        }
        HeldLock taken = new HeldLock(file, channel);
        if (channel.tryLock() == null) {
            taken.close();
            return Optional.empty();
        }
        return Optional.of(taken);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            LOG.warn("A lock's file could not be closed: {}", failure.toString());
        } finally {
            HELD.remove(file);
        }
    }
}
