package dev.lakegate.audit.activity;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request as its line in the log tells it; members that the line does not have are empty.
///
/// @param at             when it began
/// @param program        that asked, as in `python3.13 (4321)`
/// @param route          empty when it could not be read far enough
/// @param status         as the client got it; 0 when it had gone before
/// @param problem        the code of why there is no answer of the workspace's: the proxy's or the
/// gateway's
/// @param seenAs         whom the gateway mapped the person to
/// @param run            the MLflow or job run that it began or was about
/// @param durationMicros from the request's first byte to the answer's last
public record Row(
        Instant at,
        String requestId,
        String traceId,
        String program,
        String route,
        String method,
        String path,
        int status,
        String problem,
        boolean isDenial,
        String person,
        String seenAs,
        String rule,
        String node,
        String admittedBy,
        String run,
        long bytesIn,
        long bytesOut,
        long durationMicros) {

    /// Empty when it is no request's line, or none at all.
    static Optional<Row> of(byte[] line) {
        try {
            JsonNode members = JsonMapper.shared().readTree(line);
            if (!members.has("request_id")) {
                return Optional.empty();
            }
            JsonNode client = members.path("client");
            String denial = text(members, "denial");
            return Optional.of(new Row(
                    Instant.parse(text(members, "ts")),
                    text(members, "request_id"),
                    text(members, "trace_id"),
                    client.has("program")
                            ? text(client, "program") + " ("
                                    + client.path("pid").asLong(0) + ")"
                            : "",
                    text(members, "route"),
                    text(members, "method"),
                    text(members, "path"),
                    members.path("status").asInt(0),
                    denial.isEmpty() ? text(members, "problem") : denial,
                    !denial.isEmpty(),
                    text(members, "person"),
                    text(members, "principal"),
                    text(members, "rule"),
                    text(members, "node"),
                    text(members, "admitted_by"),
                    text(members, "mlflow_run") + text(members, "job_run"),
                    members.path("bytes_in").asLong(0),
                    members.path("bytes_out").asLong(0),
                    members.path("duration_us").asLong(0)));
        } catch (JacksonException | DateTimeParseException changed) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode members, String name) {
        return members.path(name).asString("");
    }

    /// Whether one of its words begins, ends or goes on like that, in any case.
    boolean says(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return (method + " " + path + " " + status + " " + problem + " " + program + " " + route + " " + person + " "
                        + seenAs + " " + rule + " " + node + " " + run + " " + requestId + " " + traceId)
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }
}
