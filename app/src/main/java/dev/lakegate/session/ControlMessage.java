package dev.lakegate.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Problem;
import dev.lakegate.telemetry.LogLevel;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is said on the control socket: one JSON object a line. The program greets; a command is then answered
/// by any number of announcements and one last word.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "message")
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ControlMessage {
    /// A member that only the other side's version knows is passed over.
    JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// Throws [JacksonException] when the line is no message.
    static ControlMessage read(String line) {
        ControlMessage message = JSON.readValue(line, ControlMessage.class);
        if (message == null) {
            throw new StreamReadException(null, "null is no message");
        }
        return message;
    }

    /// The greeting, by which a command knows the program's version.
    record Hello(String version) implements ControlMessage {}

    // Commands

    record Status() implements ControlMessage {}

    record Login(@Nullable String profile, SignInWay way) implements ControlMessage {}

    /// Follows a [Login]; a command that ends the connection instead gives up.
    record Paste(String callback) implements ControlMessage {}

    record Logout(@Nullable String profile) implements ControlMessage {}

    /// A browser is to enter that route.
    record Enter(String route) implements ControlMessage {}

    /// Read the configuration again.
    record Reload() implements ControlMessage {}

    /// Refuse new requests; answered by a [Report].
    record Pause() implements ControlMessage {}

    /// Serve them again; answered likewise.
    record Resume() implements ControlMessage {}

    /// Another start was asked for: show yourself.
    record Reveal() implements ControlMessage {}

    /// End the program.
    record Stop() implements ControlMessage {}

    /// What every thread is doing, for the support bundle.
    record Threads() implements ControlMessage {}

    /// How much that logger says from now on; empty for all.
    record SetLogLevel(String logger, LogLevel level) implements ControlMessage {}

    // Announcements

    record SignInAt(URI address, boolean opened) implements ControlMessage {}

    record EnterCode(URI address, String code, @Nullable URI withCode, Instant until) implements ControlMessage {}

    record NotThisOne(String reason) implements ControlMessage {}

    // Last words

    record Report(StatusReport report) implements ControlMessage {}

    record SignedIn(String person) implements ControlMessage {}

    record SignedOut(List<String> notDone, @Nullable URI endSession) implements ControlMessage {}

    record EntryAt(String address) implements ControlMessage {
        /// The address holds a code.
        @Override
        public String toString() {
            return "EntryAt[***]";
        }
    }

    record HasReloaded(Reloaded reloaded) implements ControlMessage {}

    record Stopping() implements ControlMessage {}

    record LogLevelSet() implements ControlMessage {}

    record ThreadDump(String text) implements ControlMessage {}

    record Refused(String code, String what, String remedy, ExitStatus exitStatus) implements ControlMessage {
        static Refused of(Problem problem) {
            Problem.Text text = problem.text();
            return new Refused(text.code(), text.what(), text.remedy(), ExitStatus.of(problem));
        }
    }

    static ControlMessage of(SignInNews news) {
        return switch (news) {
            case SignInNews.SignInAt at -> new SignInAt(at.address(), at.opened());
            case SignInNews.EnterCode code -> new EnterCode(code.address(), code.code(), code.withCode(), code.until());
            case SignInNews.NotThisOne not -> new NotThisOne(not.reason());
        };
    }
}
