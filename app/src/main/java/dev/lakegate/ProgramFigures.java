package dev.lakegate;

import dev.lakegate.ProfileGraph.Wired;
import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.Head;
import dev.lakegate.proxy.DiscoveryCache;
import dev.lakegate.proxy.upstream.UpstreamLoad;
import dev.lakegate.telemetry.metrics.Figure;
import dev.lakegate.telemetry.metrics.Figure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What the parts of the program know of themselves, as the metrics tell it.
final class ProgramFigures {
    private final List<Figure> figures = new ArrayList<>();

    private ProgramFigures() {}

    static List<Figure> of(AuditLog auditLog, LongSupplier lostSpans, List<ProfileGraph> graphs) {
        ProgramFigures all = new ProgramFigures();
        all.add(auditLog);
        all.add(lostSpans);
        graphs.forEach(all::add);
        return all.figures;
    }

    private void add(AuditLog log) {
        figures.add(new Figure(
                "lakegate.audit.lines",
                Kind.COUNT,
                "Lines of the audit log's chain, those of earlier starts included",
                Map.of(),
                () -> lines(log.head())));
        figures.add(new Figure(
                "lakegate.audit.lines.lost", Kind.COUNT, "Audit lines that could not be written", Map.of(), log::lost));
        figures.add(new Figure(
                "lakegate.audit.failing",
                Kind.LEVEL,
                "1 while the audit log cannot be written",
                Map.of(),
                () -> log.isFailing() ? 1 : 0));
    }

    private void add(LongSupplier lostSpans) {
        figures.add(new Figure(
                "lakegate.spans.lost",
                Kind.COUNT,
                "Spans of traces that were made and did not get to their collector",
                Map.of(),
                lostSpans::getAsLong));
    }

    private static long lines(@Nullable Head head) {
        return head == null ? 0 : head.number();
    }

    private void add(ProfileGraph graph) {
        Map<String, String> profile = Map.of("profile", graph.name().value());
        figures.add(new Figure(
                "lakegate.signed.in",
                Kind.LEVEL,
                "1 while somebody is signed in",
                profile,
                () -> graph.session().personLabel() == null ? 0 : 1));
        figures.add(new Figure(
                "lakegate.requests.open",
                Kind.LEVEL,
                "Requests and tunnels under way",
                profile,
                () -> graph.openRequests().count()));
        figures.add(new Figure(
                "lakegate.tunnels.open",
                Kind.LEVEL,
                "Tunnels under way, as of WebSockets",
                profile,
                () -> graph.openRequests().tunnels()));
        connections(graph, "http1", "busy", load -> load.connections() - load.free());
        connections(graph, "http1", "free", UpstreamLoad::free);
        connections(graph, "http2", "open", UpstreamLoad::sessions);
        figures.add(new Figure(
                "lakegate.gateway.streams",
                Kind.LEVEL,
                "Calls under way on the gateway's HTTP/2 connections",
                profile,
                () -> graph.upstreamLoad().streams()));
        figures.add(new Figure(
                "lakegate.gateway.waiting",
                Kind.LEVEL,
                "Requests that wait for a connection to the gateway",
                profile,
                () -> graph.upstreamLoad().waiting()));
        graph.routes().forEach(this::add);
    }

    private void connections(ProfileGraph graph, String protocol, String state, ToIntFunction<UpstreamLoad> count) {
        figures.add(new Figure(
                "lakegate.gateway.connections",
                Kind.LEVEL,
                "Connections to the gateway",
                Map.of("profile", graph.name().value(), "protocol", protocol, "state", state),
                () -> count.applyAsInt(graph.upstreamLoad())));
    }

    private void add(Wired wired) {
        DiscoveryCache cache = wired.proxyRoute().discovery();
        String route = wired.route().name().value();
        String help = "Discovery documents asked for without a key";
        figures.add(new Figure(
                "lakegate.discovery", Kind.COUNT, help, Map.of("route", route, "cache", "found"), cache::found));
        figures.add(new Figure(
                "lakegate.discovery", Kind.COUNT, help, Map.of("route", route, "cache", "missed"), cache::missed));
    }
}
