package dev.lakegate.diagnosis.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program's own log: of this program's lines the words that may be told, of libraries' lines when and where from.
final class LogExcerpt {
    private static final int LINES = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    /// As `telemetry.Logs` writes it: time, level, logger, message.
    private static final Pattern LINE =
            Pattern.compile("(?<head>\\S{1,40} [A-Z]{1,10} (?<logger>[\\w.$]{1,200})): (?<message>.*)");

    private LogExcerpt() {}

    /// Blocks on the disk.
    static String of(Path log, Redaction redaction) {
        List<String> lines;
        try {
            lines = Tail.of(log, LINES);
        } catch (IOException absent) {
            return "";
        }
        return lines.stream().map(line -> told(line, redaction)).collect(Collectors.joining("\n", "", "\n"));
    }

    /// The line of a log in JSON as it would be in one for people.
    private static String asText(String line) {
        try {
            JsonNode members = JSON.readTree(line);
            return "%s %s %s: %s"
                    .formatted(
                            members.path("ts").asString(""),
                            members.path("level").asString(""),
                            members.path("logger").asString(""),
                            (members.path("request_id").asString("") + " "
                                            + members.path("message").asString("") + " "
                                            + members.path("cause").asString(""))
                                    .strip());
        } catch (JacksonException cutOff) {
            return "";
        }
    }

    private static String told(String line, Redaction redaction) {
        Matcher parts = LINE.matcher(line.startsWith("{") ? asText(line) : line);
        if (!parts.matches()) {
            return Redaction.HIDDEN;
        }
        return redaction.of(parts.group("head")) + ": "
                + (parts.group("logger").startsWith("dev.lakegate.")
                        ? redaction.of(parts.group("message"))
                        : Redaction.HIDDEN);
    }
}
