package dev.lakegate.session;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AlreadyRunning;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.os.OwnerOnly;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The owner-only Unix-domain socket by which commands reach the running program; holding it makes the single instance.
///
/// A lock file beside it tells a living socket from a stale one: the operating system frees the lock with its process.
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int MAX_COMMAND_CHARACTERS = 4_096;

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
            Path folder = OwnerOnly.folder(SocketPath.folderOf(path));
            lockFile = FileChannel.open(
                    folder.resolve(path.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
                    new LocalFailure("open the control socket " + wanted, failure.toString()), failure);
        }
    }

    /// Answers commands on a virtual thread each, until closed.
    public void serve(Instance instance) {
        Thread.ofVirtual().name("control-socket").start(() -> {
            while (server.isOpen()) {
                try {
                    SocketChannel client = server.accept();
                    Thread.ofVirtual().start(() -> converse(client, instance));
                } catch (ClosedChannelException closed) {
                    return;
                } catch (IOException failure) {
                    LOG.warn("A command could not be accepted: {}", failure.toString());
                }
            }
        });
    }

    private static void converse(SocketChannel client, Instance instance) {
        try (client;
                BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
            String line = boundedLine(in);
            try {
                say(out, answer(ControlMessage.read(line), instance, out));
            } catch (ProblemException refusal) {
                say(out, ControlMessage.Refused.of(refusal.problem()));
            } catch (JacksonException unreadable) {
                say(
                        out,
                        ControlMessage.Refused.of(
                                new LocalFailure("read the command", "it is not one of this version")));
            }
        } catch (IOException gone) {
            LOG.debug("A command went away before its answer");
        }
    }

    private static ControlMessage answer(ControlMessage command, Instance instance, Writer out)
            throws ProblemException {
        return switch (command) {
            case ControlMessage.Status _ -> new ControlMessage.Report(instance.status());
            case ControlMessage.Login login ->
                new ControlMessage.SignedIn(instance.session(Optional.ofNullable(login.profile()))
                        .signIn(at -> sayIfHeard(out, new ControlMessage.SignInAt(at.address(), at.opened())))
                        .label());
            case ControlMessage.Logout logout -> {
                ProblemException notRevoked =
                        instance.session(Optional.ofNullable(logout.profile())).signOut();
                yield new ControlMessage.SignedOut(
                        notRevoked == null ? null : notRevoked.problem().text().what());
            }
            case ControlMessage.SignInAt _,
                    ControlMessage.Report _,
                    ControlMessage.SignedIn _,
                    ControlMessage.SignedOut _,
                    ControlMessage.Refused _ ->
                throw new ProblemException(new LocalFailure("obey", "that is an answer and no command"));
        };
    }

    private static String boundedLine(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = in.read(); character >= 0 && character != '\n'; character = in.read()) {
            line.append((char) character);
            if (line.length() > MAX_COMMAND_CHARACTERS) {
                throw new IOException("the command is too long");
            }
        }
        return line.toString();
    }

    private static void say(Writer out, ControlMessage message) throws IOException {
        out.write(ControlMessage.JSON.writeValueAsString(message) + "\n");
        out.flush();
    }

    /// A sign-in goes on though the command that began it has gone.
    private static void sayIfHeard(Writer out, ControlMessage message) {
        try {
            say(out, message);
        } catch (IOException gone) {
            LOG.debug("A command went away during the sign-in");
        }
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
