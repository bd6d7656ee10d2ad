package dev.lakegate.audit.trace;

import dev.lakegate.audit.run.Run;
import dev.lakegate.audit.run.Run.Kind;
import dev.lakegate.audit.run.RunEndpoint;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A request's line in this machine's audit log.
///
/// @param file     its name
/// @param line     counted from 1
/// @param isIntact whether its hash is right for what it says and for the line before it
/// @param program  that wrote it; empty when no `start` is kept from before it
/// @param members  as `app/docs/audit.md` lists them
public record LocalLine(String file, long line, boolean isIntact, Optional<Started> program, JsonNode members) {

    /// What the last `start` before a line says.
    ///
    /// @param host    the machine; empty in lines of versions that did not tell it
    /// @param version of Lakegate
    public record Started(Optional<String> host, String version, long pid) {
        static Started of(JsonNode start) {
            return new Started(
                    Optional.of(start.path("host").asString("")).filter(host -> !host.isEmpty()),
                    start.path("version").asString(""),
                    start.path("pid").asLong(0));
        }
    }

    /// Empty when the line has no such member.
    public Optional<String> text(String member) {
        return Optional.of(members.path(member).asString("")).filter(text -> !text.isEmpty());
    }

    public long number(String member) {
        return members.path(member).asLong(0);
    }

    public String requestId() {
        return text("request_id").orElse("");
    }

    /// When the request began; the epoch when the line does not tell.
    public Instant began() {
        try {
            return Instant.parse(text("ts").orElse(""));
        } catch (DateTimeParseException changed) {
            return Instant.EPOCH;
        }
    }

    /// Whether the proxy answered itself, so that the gateway never heard of it.
    public boolean isRefusal() {
        return text("event").orElse("").equals("refusal");
    }

    public Optional<Run> run() {
        for (Kind kind : Kind.values()) {
            Optional<Run> run = text(kind.member()).flatMap(id -> Run.of(kind, id));
            if (run.isPresent()) {
                return run;
            }
        }
        return Optional.empty();
    }

    /// Whether it began the run that it tells of.
    public boolean startedTheRun() {
        return run().isPresent()
                && RunEndpoint.at(text("path").orElse(""))
                        .filter(RunEndpoint::starts)
                        .isPresent();
    }
}
