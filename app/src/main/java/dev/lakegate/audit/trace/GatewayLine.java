package dev.lakegate.audit.trace;

import dev.lakegate.audit.witness.GatewayLog;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A request's line in the gateway's log.
///
/// @param line    counted from 1
/// @param members as `app/docs/gateway.md` lists them
public record GatewayLine(long line, JsonNode members) {
    private static final int TRACE_AT = 3;
    private static final int TRACE_END = 35;

    static GatewayLine of(GatewayLog.Line line) {
        return new GatewayLine(line.number(), line.members());
    }

    /// Empty when the line has no such member, or an empty one.
    public Optional<String> text(String member) {
        return Optional.of(members.path(member).asString("")).filter(text -> !text.isEmpty());
    }

    /// The gateway's own id of it.
    public String id() {
        return text("rid").orElse("");
    }

    /// The proxy's id of it; empty where the caller was not verified.
    public String requestId() {
        return text("prid").orElse("");
    }

    /// Of its `traceparent`; empty where there is none.
    String traceId() {
        String traceparent = text("trace").orElse("");
        return traceparent.length() < TRACE_END ? "" : traceparent.substring(TRACE_AT, TRACE_END);
    }

    /// When it ended, by the gateway's clock.
    public Instant ended() {
        return Instant.ofEpochMilli(members.path("time").asLong(0));
    }

    /// One of HAProxy's timers in milliseconds; -1 when it did not come so far.
    public long millis(String timer) {
        return members.path("ms").path(timer).asLong(-1);
    }
}
