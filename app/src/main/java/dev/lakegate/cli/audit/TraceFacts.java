package dev.lakegate.cli.audit;

import dev.lakegate.audit.Amounts;
import dev.lakegate.audit.trace.GatewayLine;
import dev.lakegate.audit.trace.LocalLine;
import dev.lakegate.audit.trace.Timeline;
import dev.lakegate.audit.trace.Timeline.Where;
import dev.lakegate.audit.trace.TracedRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is told of a traced request to people, whether as text or as a page.
final class TraceFacts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TraceFacts() {}

    static String began(TracedRequest request) {
        return TIME.format(request.began());
    }

    /// As `GET /path`.
    static String asked(TracedRequest request) {
        return request.method() + " " + request.path();
    }

    static String ended(TracedRequest request) {
        String status = request.status() == 0 ? "no answer" : String.valueOf(request.status());
        return request.reason().map(reason -> status + " " + reason).orElse(status);
    }

    /// By what they are called; those that are not known are left out.
    static Map<String, String> of(TracedRequest request) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "person", request.person());
        put(facts, "from", from(request));
        put(
                facts,
                "admitted by",
                request.local().flatMap(line -> line.text("admitted_by")).map(way -> way.replace('_', ' ')));
        put(facts, "route", request.local().flatMap(line -> line.text("route")));
        put(facts, "rule", request.rule());
        put(facts, "workspace", request.lastOfTheGateway().flatMap(line -> line.text("workspace")));
        put(facts, "acts as", request.principal());
        put(facts, "node", request.node());
        put(facts, "run", request.local().flatMap(LocalLine::run).map(run -> run.kind() + " " + run.id()));
        put(
                facts,
                "bytes",
                request.local()
                        .map(line -> Amounts.bytes(line.number("bytes_in"), Locale.ROOT) + " in, "
                                + Amounts.bytes(line.number("bytes_out"), Locale.ROOT) + " out"));
        put(facts, "request id", Optional.of(request.requestId()));
        put(facts, "gateway's id", request.gatewayRequestId());
        put(facts, "trace id", request.traceId());
        put(facts, "written in", Optional.of(places(request)));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, Optional<String> value) {
        value.filter(told -> !told.isEmpty()).ifPresent(told -> facts.put(name, told));
    }

    /// The process and the machine, as far as they are known.
    private static Optional<String> from(TracedRequest request) {
        Optional<String> host = request.host();
        return request.process()
                .map(process -> process + host.map(name -> " on " + name).orElse(""))
                .or(() -> host);
    }

    private static String places(TracedRequest request) {
        List<String> places = new ArrayList<>();
        request.local().ifPresent(line -> places.add(line.file() + ", line " + line.line()));
        for (GatewayLine line : request.gateway()) {
            places.add("the gateway's log, line " + line.line());
        }
        return String.join("; ", places);
    }

    /// The gateway's timers are no finer than a millisecond.
    static String time(Timeline.Part part) {
        return part.where() == Where.PROXY ? Amounts.time(part.micros(), Locale.ROOT) : wholeMillis(part.micros());
    }

    /// In one sentence; empty where the gateway's part is not known.
    static Optional<String> whereTheTimeWent(TracedRequest request) {
        if (request.gateway().isEmpty()) {
            return Optional.empty();
        }
        List<String> places = new ArrayList<>();
        if (request.local().isPresent()) {
            places.add(spent(request, Where.PROXY) + " in the proxy and on the network");
        }
        places.add(spent(request, Where.GATEWAY) + " in the gateway");
        if (request.timeline().parts().stream().anyMatch(part -> part.where() == Where.WORKSPACE)) {
            places.add(spent(request, Where.WORKSPACE) + " in the workspace");
            places.add(spent(request, Where.ANSWER) + " while the answer passed");
        }
        return Optional.of(String.join(", ", places) + ".");
    }

    private static String spent(TracedRequest request, Where where) {
        return wholeMillis(request.timeline().micros(where));
    }

    /// Of a clock that counts whole milliseconds.
    private static String wholeMillis(long micros) {
        if (micros < 1_000) {
            return "< 1 ms";
        }
        return micros < 1_000_000 ? Math.round(micros / 1_000.0) + " ms" : Amounts.time(micros, Locale.ROOT);
    }
}
