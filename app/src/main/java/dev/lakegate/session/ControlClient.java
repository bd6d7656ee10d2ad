package dev.lakegate.session;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.session.ProfileSession.SignInAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A command's side of the control socket. Every call blocks until the running program has answered, and throws
/// [NotRunning] when there is none.
public final class ControlClient {
    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    public StatusReport status() throws ProblemException, Refusal {
        return last(new ControlMessage.Status(), ControlMessage.Report.class, _ -> {})
                .report();
    }

    /// Returns the label of the person who has signed in.
    public String login(@Nullable String profile, Consumer<SignInAddress> announce) throws ProblemException, Refusal {
        return last(new ControlMessage.Login(profile), ControlMessage.SignedIn.class, announce)
                .person();
    }

    /// Returns why the provider could not be told; mostly empty.
    public Optional<String> logout(@Nullable String profile) throws ProblemException, Refusal {
        return Optional.ofNullable(last(new ControlMessage.Logout(profile), ControlMessage.SignedOut.class, _ -> {})
                .notRevoked());
    }

    /// A problem that the running program had with the command.
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final ExitStatus exitStatus;

        Refusal(ControlMessage.Refused refused) {
            super(refused.code() + ": " + refused.what() + " " + refused.remedy());
            this.exitStatus = refused.exitStatus();
        }

        public ExitStatus exitStatus() {
            return exitStatus;
        }
    }

    private <M extends ControlMessage> M last(ControlMessage command, Class<M> type, Consumer<SignInAddress> announce)
            throws ProblemException, Refusal {
        try (SocketChannel channel = connect();
                BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            out.write(ControlMessage.JSON.writeValueAsString(command) + "\n");
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (ControlMessage.read(line)) {
                    case ControlMessage.SignInAt at -> announce.accept(new SignInAddress(at.address(), at.opened()));
                    case ControlMessage.Refused refused -> throw new Refusal(refused);
                    case ControlMessage message -> {
                        return type.cast(message);
                    }
                }
            }
            throw new IOException("it ended before it answered");
        } catch (IOException | JacksonException | ClassCastException failure) {
            throw new ProblemException(
                    new LocalFailure("talk to the running program", String.valueOf(failure.getMessage())), failure);
        }
    }

    /// A socket that nobody listens on is stale: its program has ended without a word. One in a folder of someone else,
    /// as anyone can make in the temporary folder, is not this user's program, whatever it would say.
    private SocketChannel connect() throws ProblemException, IOException {
        Path path = SocketPath.bindable(socket);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            OwnerOnly.requireOurs(SocketPath.folderOf(path));
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException nobodyThere) {
            channel.close();
            throw new ProblemException(new NotRunning(), nobodyThere);
        }
    }
}
