package dev.lakegate.session;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The running program's side of one connection to the control socket.
final class ControlConversation {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConversation.class);
    /// An address that a browser ended at fits.
    private static final int MAX_COMMAND_CHARACTERS = 16_384;

    private final Instance instance;
    private final BufferedReader in;
    private final Writer out;

    private ControlConversation(SocketChannel client, Instance instance) {
        this.instance = instance;
        this.in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        this.out = Channels.newWriter(client, StandardCharsets.UTF_8);
    }

    /// Blocks until the command has its last word; closes the connection.
    static void hold(SocketChannel client, Instance instance) {
        try (client) {
            new ControlConversation(client, instance).hold();
        } catch (IOException gone) {
            LOG.debug("A command went away before its answer");
        }
    }

    private void hold() throws IOException {
        say(new ControlMessage.Hello(instance.version()));
        String line = boundedLine();
        try {
            say(answer(ControlMessage.read(line)));
        } catch (ProblemException refusal) {
            say(ControlMessage.Refused.of(refusal.problem()));
        } catch (JacksonException unreadable) {
            say(ControlMessage.Refused.of(new LocalFailure(
                    "read the command", "it is not one of this version (" + instance.version() + ")")));
        }
    }

    private ControlMessage answer(ControlMessage command) throws ProblemException {
        return switch (command) {
            case ControlMessage.Status _ -> new ControlMessage.Report(instance.status());
            case ControlMessage.Login login -> signIn(login);
            case ControlMessage.Logout logout -> {
                Control.SignedOut done = instance.logout(logout.profile());
                yield new ControlMessage.SignedOut(done.notDone(), done.endSession());
            }
            case ControlMessage.Enter enter ->
                new ControlMessage.EntryAt(
                        instance.enter(enter.route()).address().reveal());
            case ControlMessage.Reload _ -> new ControlMessage.HasReloaded(instance.reload());
            case ControlMessage.Reveal _ -> {
                instance.reveal();
                yield new ControlMessage.Report(instance.status());
            }
            case ControlMessage.Pause _ -> {
                instance.pause();
                yield new ControlMessage.Report(instance.status());
            }
            case ControlMessage.Resume _ -> {
                instance.resume();
                yield new ControlMessage.Report(instance.status());
            }
            case ControlMessage.Stop _ -> {
                instance.requestStop();
                yield new ControlMessage.Stopping();
            }
            case ControlMessage.Threads _ -> new ControlMessage.ThreadDump(ThreadDump.text());
            case ControlMessage.SetLogLevel set -> {
                instance.logAt(set.logger(), set.level());
                yield new ControlMessage.LogLevelSet();
            }
            case ControlMessage.Hello _,
                    ControlMessage.Paste _,
                    ControlMessage.SignInAt _,
                    ControlMessage.EnterCode _,
                    ControlMessage.NotThisOne _,
                    ControlMessage.Report _,
                    ControlMessage.SignedIn _,
                    ControlMessage.SignedOut _,
                    ControlMessage.EntryAt _,
                    ControlMessage.HasReloaded _,
                    ControlMessage.Stopping _,
                    ControlMessage.ThreadDump _,
                    ControlMessage.LogLevelSet _,
                    ControlMessage.Refused _ ->
                throw new ProblemException(new LocalFailure("obey", "that is no command"));
        };
    }

    private ControlMessage signIn(ControlMessage.Login login) throws ProblemException {
        try (SignInHandle part = instance.login(login.profile(), login.way(), this::sayIfHeard)) {
            // ends with the connection: an interrupt would end that before the last word
            Thread.startVirtualThread(() -> listen(part));
            return new ControlMessage.SignedIn(part.await());
        } catch (Refusal impossible) {
            throw new IllegalStateException("a sign-in in this process refuses with problems", impossible);
        }
    }

    /// What the person pastes; a command that has gone gives up.
    private void listen(SignInHandle part) {
        try {
            for (String line = boundedLine(); !line.isEmpty(); line = boundedLine()) {
                if (ControlMessage.read(line) instanceof ControlMessage.Paste paste) {
                    part.paste(paste.callback());
                }
            }
        } catch (IOException | JacksonException unusable) {
            LOG.debug("A command said nothing more of use during the sign-in");
        }
        part.close();
    }

    private void sayIfHeard(SignInNews news) {
        try {
            say(ControlMessage.of(news));
        } catch (IOException gone) {
            LOG.debug("A command went away during the sign-in");
        }
    }

    private String boundedLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = in.read(); character >= 0 && character != '\n'; character = in.read()) {
            line.append((char) character);
            if (line.length() > MAX_COMMAND_CHARACTERS) {
                throw new IOException("the command is too long");
            }
        }
        return line.toString();
    }

    private synchronized void say(ControlMessage message) throws IOException {
        out.write(ControlMessage.JSON.writeValueAsString(message) + "\n");
        out.flush();
    }
}
