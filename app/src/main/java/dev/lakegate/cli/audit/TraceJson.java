package dev.lakegate.cli.audit;

import dev.lakegate.audit.trace.Timeline;
import dev.lakegate.audit.trace.Timeline.Where;
import dev.lakegate.audit.trace.Trace;
import dev.lakegate.audit.trace.TracedRequest;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A trace for programs, as `app/docs/audit.md` describes it.
final class TraceJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TraceJson() {}

    static String of(Trace trace) {
        ObjectNode json = JSON.createObjectNode();
        json.put("wanted", trace.wanted().words());
        ArrayNode requests = json.putArray("requests");
        trace.requests().forEach(request -> request(request, requests.addObject()));
        json.put("more", trace.more());
        trace.notes().forEach(json.putArray("notes")::add);
        return JSON.writeValueAsString(json);
    }

    private static void request(TracedRequest request, ObjectNode json) {
        json.put("request_id", request.requestId());
        put(json, "gateway_request_id", request.gatewayRequestId());
        put(json, "trace_id", request.traceId());
        json.put("began", request.began().toString());
        json.put("method", request.method());
        json.put("path", request.path());
        json.put("status", request.status());
        put(json, "reason", request.reason());
        put(json, "host", request.host());
        put(json, "process", request.process());
        put(json, "person", request.person());
        put(json, "rule", request.rule());
        put(json, "principal", request.principal());
        put(json, "node", request.node());
        timeline(request, json);
        request.missing().forEach(json.putArray("missing")::add);
        request.local().ifPresent(line -> {
            ObjectNode local = json.putObject("local");
            local.put("file", line.file());
            local.put("line", line.line());
            local.put("intact", line.isIntact());
            local.set("members", line.members());
        });
        ArrayNode gateway = json.putArray("gateway");
        request.gateway()
                .forEach(line -> gateway.addObject().put("line", line.line()).set("members", line.members()));
    }

    private static void timeline(TracedRequest request, ObjectNode json) {
        Timeline timeline = request.timeline();
        json.put("duration_us", timeline.micros());
        if (!request.gateway().isEmpty()) {
            ObjectNode spent = json.putObject("spent_us");
            for (Where where : Where.values()) {
                spent.put(where.toString(), timeline.micros(where));
            }
        }
        ArrayNode parts = json.putArray("timeline");
        for (Timeline.Part part : timeline.parts()) {
            parts.addObject()
                    .put("where", part.where().toString())
                    .put("what", part.what())
                    .put("whole", part.isWhole())
                    .put("from_us", part.fromMicros())
                    .put("duration_us", part.micros());
        }
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(told -> json.put(name, told));
    }
}
