package dev.lakegate.session;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.VersionSkew;
import dev.lakegate.model.Reason;
import dev.lakegate.model.Secret;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.SocketPath;
import dev.lakegate.telemetry.LogLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A command's side of the control socket. Every call blocks until the running program has answered, and throws
/// [NotRunning] when there is none, [VersionSkew] when it is of another version and does not understand.
public final class ControlClient implements Control {
    private static final int END_ATTEMPTS = 300;
    private static final long END_PAUSE_NANOS = 50_000_000;

    private final String version;
    private final Path socket;
    private final Consumer<String> otherVersion;

    /// Of a command.
    ///
    /// @param version      of the command
    /// @param otherVersion is told the running program's version when that is another
    public ControlClient(String version, Path socket, Consumer<String> otherVersion) {
        this.version = version;
        this.socket = socket;
        this.otherVersion = otherVersion;
    }

    /// Whether a program runs, now.
    public boolean isRunning() {
        try (SocketChannel _ = connect()) {
            return true;
        } catch (ProblemException | IOException nobodyThere) {
            return false;
        }
    }

    @Override
    public StatusReport status() throws ProblemException, Refusal {
        return answer(new ControlMessage.Status(), ControlMessage.Report.class).report();
    }

    @Override
    public SignInHandle login(@Nullable String profile, SignInWay way, Consumer<SignInNews> news)
            throws ProblemException {
        Conversation conversation = new Conversation();
        conversation.say(new ControlMessage.Login(profile, way));
        return new SignInHandle() {
            @Override
            public void paste(String callback) {
                try {
                    conversation.say(new ControlMessage.Paste(callback));
                } catch (ProblemException ended) {
                    // the one who waits is told
                }
            }

            @Override
            public String await() throws ProblemException, Refusal {
                return conversation
                        .lastWord(ControlMessage.SignedIn.class, news)
                        .person();
            }

            @Override
            public void close() {
                conversation.close();
            }
        };
    }

    @Override
    public SignedOut logout(@Nullable String profile) throws ProblemException, Refusal {
        ControlMessage.SignedOut out = answer(new ControlMessage.Logout(profile), ControlMessage.SignedOut.class);
        return new SignedOut(out.notDone(), out.endSession());
    }

    @Override
    public Entry enter(String route) throws ProblemException, Refusal {
        return new Entry(new Secret(answer(new ControlMessage.Enter(route), ControlMessage.EntryAt.class)
                .address()));
    }

    /// Has the running program read its configuration again and apply what differs.
    public Reloaded reload() throws ProblemException, Refusal {
        return answer(new ControlMessage.Reload(), ControlMessage.HasReloaded.class)
                .reloaded();
    }

    /// Has the running program refuse new requests; those under way go on.
    public void pause() throws ProblemException, Refusal {
        answer(new ControlMessage.Pause(), ControlMessage.Report.class);
    }

    /// Has it serve them again.
    public void resume() throws ProblemException, Refusal {
        answer(new ControlMessage.Resume(), ControlMessage.Report.class);
    }

    /// Has the running program show itself; returns its state.
    public StatusReport reveal() throws ProblemException, Refusal {
        return answer(new ControlMessage.Reveal(), ControlMessage.Report.class).report();
    }

    /// Has the running program end, or end at once when it is told so again; returns when it has begun to.
    public void stop() throws ProblemException, Refusal {
        answer(new ControlMessage.Stop(), ControlMessage.Stopping.class);
    }

    /// Blocks until no program runs any more, for at most 15 seconds.
    public void awaitEnd() throws ProblemException {
        for (int attempt = 0; attempt < END_ATTEMPTS; attempt++) {
            if (!isRunning()) {
                return;
            }
            LockSupport.parkNanos(END_PAUSE_NANOS);
        }
        throw new ProblemException(new LocalFailure("end the running program", "it still runs"));
    }

    /// The files by which the program and its commands meet.
    public List<Path> files() {
        Path path = SocketPath.bindable(socket);
        return List.of(path, ControlSocket.lockOf(path));
    }

    /// What every thread of the running program is doing.
    public String threads() throws ProblemException, Refusal {
        return answer(new ControlMessage.Threads(), ControlMessage.ThreadDump.class)
                .text();
    }

    /// Has the running program's logger say so much from now on, until it ends.
    ///
    /// @param logger empty for all
    public void logAt(String logger, LogLevel level) throws ProblemException, Refusal {
        answer(new ControlMessage.SetLogLevel(logger, level), ControlMessage.LogLevelSet.class);
    }

    private <M extends ControlMessage> M answer(ControlMessage command, Class<M> type)
            throws ProblemException, Refusal {
        try (Conversation conversation = new Conversation()) {
            conversation.say(command);
            return conversation.lastWord(type, _ -> {});
        }
    }

    /// One connection: the program's greeting, a command, its answers.
    private final class Conversation implements AutoCloseable {
        private final SocketChannel channel;
        private final BufferedReader in;
        private final Writer out;
        private final String programVersion;

        Conversation() throws ProblemException {
            channel = connect();
            in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            try {
                if (!(read() instanceof ControlMessage.Hello hello)) {
                    throw new IOException("it did not greet");
                }
                programVersion = hello.version();
            } catch (IOException | JacksonException failure) {
                close();
                throw failed(failure);
            }
            if (!programVersion.equals(version)) {
                otherVersion.accept(programVersion);
            }
        }

        synchronized void say(ControlMessage message) throws ProblemException {
            try {
                out.write(ControlMessage.JSON.writeValueAsString(message) + "\n");
                out.flush();
            } catch (IOException failure) {
                throw failed(failure);
            }
        }

        <M extends ControlMessage> M lastWord(Class<M> type, Consumer<SignInNews> news)
                throws ProblemException, Refusal {
            try {
                while (true) {
                    switch (read()) {
                        case ControlMessage.SignInAt at ->
                            news.accept(new SignInNews.SignInAt(at.address(), at.opened()));
                        case ControlMessage.EnterCode code ->
                            news.accept(new SignInNews.EnterCode(
                                    code.address(), code.code(), code.withCode(), code.until()));
                        case ControlMessage.NotThisOne not -> news.accept(new SignInNews.NotThisOne(not.reason()));
                        case ControlMessage.Refused refused -> throw new Refusal(refused);
                        case ControlMessage message -> {
                            return type.cast(message);
                        }
                    }
                }
            } catch (IOException | JacksonException | ClassCastException failure) {
                throw programVersion.equals(version)
                        ? failed(failure)
                        : new ProblemException(new VersionSkew(version, programVersion), failure);
            }
        }

        private ControlMessage read() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("it ended before it answered");
            }
            return ControlMessage.read(line);
        }

        private ProblemException failed(Exception failure) {
            return new ProblemException(new LocalFailure("talk to the running program", Reason.of(failure)), failure);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /// A socket that nobody listens on is stale: its program has ended without a word. One in a folder of
    /// someone else, as anyone can make in the temporary folder, is not this user's program, whatever it would
    /// say.
    private SocketChannel connect() throws ProblemException {
        Path path = SocketPath.bindable(socket);
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                OwnerOnly.requireOurs(OwnerOnly.folderOf(path));
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException nobodyThere) {
                channel.close();
                throw nobodyThere;
            }
        } catch (IOException nobodyThere) {
            throw new ProblemException(new NotRunning(), nobodyThere);
        }
    }
}
