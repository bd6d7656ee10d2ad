package dev.lakegate.audit;

import dev.lakegate.audit.AuditEvent.Told;
import dev.lakegate.audit.run.Run;
import dev.lakegate.os.peer.LocalProgram;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An event as a JSON object, in UTF-8; what makes it a line of the chain is added by [Chain]. It has no switch over
/// types, whose code Java makes anew in each process, before the program listens, and looks up at each request.
final class AuditLine {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private AuditLine() {}

    static byte[] of(AuditEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(640);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("ts", event.at().toString());
            json.writeStringProperty("event", event.name());
            if (event instanceof AuditEntry entry) {
                request(json, entry);
            } else if (event instanceof Told told) {
                told.members().forEach((name, value) -> member(json, name, value));
            }
            json.writeEndObject();
        }
        return line.toByteArray();
    }

    private static void request(JsonGenerator json, AuditEntry entry) {
        json.writeStringProperty("request_id", entry.requestId());
        text(json, "trace_id", entry.traceId());
        text(json, "route", entry.route());
        text(json, "method", entry.method());
        text(json, "path", entry.path());
        if (!entry.query().isEmpty()) {
            member(json, "query", entry.query());
        }
        json.writeNumberProperty("status", entry.status());
        text(json, "problem", entry.problem());
        text(json, "denial", entry.denial());
        text(json, "person", entry.person());
        text(json, "principal", entry.principal());
        text(json, "rule", entry.rule());
        text(json, "node", entry.node());
        text(json, "gateway_request_id", entry.gatewayRequestId());
        text(json, "admitted_by", entry.admittedBy());
        client(json, entry.client());
        run(json, entry.run());
        json.writeNumberProperty("bytes_in", entry.bytesIn());
        json.writeNumberProperty("bytes_out", entry.bytesOut());
        json.writeNumberProperty("duration_us", entry.durationMicros());
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) {
        if (value != null) {
            json.writeStringProperty(name, value.toString());
        }
    }

    private static void client(JsonGenerator json, @Nullable LocalProgram program) {
        if (program != null) {
            json.writeObjectPropertyStart("client");
            json.writeNumberProperty("pid", program.pid());
            json.writeStringProperty("program", program.program());
            json.writeEndObject();
        }
    }

    private static void run(JsonGenerator json, @Nullable Run run) {
        if (run != null) {
            json.writeStringProperty(run.kind().member(), run.id());
        }
    }

    private static void member(JsonGenerator json, String name, @Nullable Object value) {
        if (value instanceof Number number) {
            json.writeNumberProperty(name, number.longValue());
        } else if (value instanceof List<?> list) {
            json.writeArrayPropertyStart(name);
            list.forEach(each -> json.writeString(String.valueOf(each)));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeObjectPropertyStart(name);
            new TreeMap<>(map).forEach((key, each) -> member(json, String.valueOf(key), each));
            json.writeEndObject();
        } else {
            text(json, name, value);
        }
    }
}
