package dev.lakegate.session;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AlreadyRunning;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The owner-only Unix-domain socket by which commands reach the running program; holding it makes the single
/// instance.
///
/// A lock file beside it tells a living socket from a stale one: the operating system frees the lock with its
/// process.
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private final FileChannel lockFile;
    private final ServerSocketChannel server;
    private final Path path;

    private ControlSocket(FileChannel lockFile, ServerSocketChannel server, Path path) {
        this.lockFile = lockFile;
        this.server = server;
        this.path = path;
    }

    /// Throws [AlreadyRunning] when another process holds the socket.
    public static ControlSocket bind(Path wanted) throws ProblemException {
        FileChannel lockFile = null;
        try {
            Path path = SocketPath.bindable(wanted);
            OwnerOnly.folder(OwnerOnly.folderOf(path));
            lockFile = FileChannel.open(lockOf(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new ProblemException(new AlreadyRunning(wanted));
            }
            Files.deleteIfExists(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            OwnerOnly.close(path);
            return new ControlSocket(lockFile, server, path);
        } catch (IOException failure) {
            closeQuietly(lockFile);
            throw new ProblemException(
                    new LocalFailure("open the control socket " + wanted, Reason.of(failure)), failure);
        }
    }

    /// Answers commands on a virtual thread each, until closed.
    public void serve(Instance instance) {
        Thread.ofVirtual().name("control-socket").start(() -> {
            while (server.isOpen()) {
                try {
                    SocketChannel client = server.accept();
                    Thread.ofVirtual().start(() -> ControlConversation.hold(client, instance));
                } catch (ClosedChannelException closed) {
                    return;
                } catch (IOException failure) {
                    LOG.warn("A command could not be accepted: {}", failure.toString());
                }
            }
        });
    }

    static Path lockOf(Path socket) {
        return socket.resolveSibling(socket.getFileName() + ".lock");
    }

    private static @Nullable FileLock lock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            LOG.debug("The lock file could not be closed: {}", failure.toString());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
            lockFile.close();
        } catch (IOException failure) {
            LOG.warn("The control socket {} could not be removed: {}", path, failure.toString());
        }
    }
}
