package dev.lakegate.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Problem;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/// What is said on the control socket: one JSON object a line. A command is answered by any number of announcements and
/// one last word.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "message")
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ControlMessage {
    JsonMapper JSON = new JsonMapper();

    /// Throws [JacksonException] when the line is no message.
    static ControlMessage read(String line) {
        ControlMessage message = JSON.readValue(line, ControlMessage.class);
        if (message == null) {
            throw new StreamReadException(null, "null is no message");
        }
        return message;
    }

    // Commands

    record Status() implements ControlMessage {}

    record Login(@Nullable String profile) implements ControlMessage {}

    record Logout(@Nullable String profile) implements ControlMessage {}

    // Announcements

    record SignInAt(URI address, boolean opened) implements ControlMessage {}

    // Last words

    record Report(StatusReport report) implements ControlMessage {}

    record SignedIn(String person) implements ControlMessage {}

    /// The person is signed out.
    ///
    /// @param notRevoked why the provider could not be told; the tokens are gone from this machine all the same
    record SignedOut(@Nullable String notRevoked) implements ControlMessage {}

    record Refused(String code, String what, String remedy, ExitStatus exitStatus) implements ControlMessage {
        static Refused of(Problem problem) {
            Problem.Text text = problem.text();
            return new Refused(text.code(), text.what(), text.remedy(), ExitStatus.of(problem));
        }
    }
}
