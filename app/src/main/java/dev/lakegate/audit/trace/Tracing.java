package dev.lakegate.audit.trace;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.witness.GatewayLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Puts the lines of requests together. It believes what it reads, except that a changed line is told: whether a log
/// can
/// be believed is what [dev.lakegate.audit.verify] says.
public final class Tracing {
    /// So many requests are told at most.
    public static final int MOST = 100;

    private final AuditFolder folder;
    private final Optional<Path> gatewayLog;

    /// @param gatewayLog a file of the gateway's log, where there is one
    public Tracing(AuditFolder folder, Optional<Path> gatewayLog) {
        this.folder = folder;
        this.gatewayLog = gatewayLog;
    }

    /// Blocks on the disk, a second or two for each million lines of both logs.
    public Trace trace(Wanted wanted) throws IOException {
        LocalSearch search = new LocalSearch(wanted, MOST);
        search.look(folder);
        List<LocalLine> local = Stream.concat(search.starter().stream(), search.found().stream())
                .toList();
        Map<String, List<GatewayLine>> known = new HashMap<>();
        Map<String, List<GatewayLine>> unknown = new LinkedHashMap<>();
        if (gatewayLog.isPresent()) {
            // where not all local lines are kept, others of the gateway's would look as if they had none
            boolean areAllKept = search.more() == 0;
            sort(gatewayLog.get(), line -> areAllKept && isWanted(line, wanted), keys(local), known, unknown);
        }
        List<TracedRequest> requests = new ArrayList<>();
        local.forEach(line -> requests.add(traced(Optional.of(line), known.getOrDefault(line.requestId(), List.of()))));
        unknown.values().stream().limit(MOST).forEach(lines -> requests.add(traced(Optional.empty(), lines)));
        // the sort is stable, and leaves a run's first where it is
        requests.subList(search.starter().isPresent() ? 1 : 0, requests.size())
                .sort(Comparator.comparing(TracedRequest::began));
        return new Trace(
                wanted,
                requests,
                search.more() + Math.max(0, unknown.size() - MOST),
                notes(wanted, search, requests.isEmpty()));
    }

    private TracedRequest traced(Optional<LocalLine> local, List<GatewayLine> gateway) {
        return TracedRequest.of(local, gateway, gatewayLog.isPresent());
    }

    /// The request's id by itself and by the gateway's own.
    private static Map<String, String> keys(List<LocalLine> local) {
        Map<String, String> keys = new HashMap<>();
        for (LocalLine line : local) {
            keys.put(line.requestId(), line.requestId());
            line.text("gateway_request_id").ifPresent(id -> keys.put(id, line.requestId()));
        }
        return keys;
    }

    private static void sort(
            Path log,
            Predicate<GatewayLine> isWanted,
            Map<String, String> keys,
            Map<String, List<GatewayLine>> known,
            Map<String, List<GatewayLine>> unknown)
            throws IOException {
        GatewayLog.read(log, "rid", raw -> {
            GatewayLine line = GatewayLine.of(raw);
            String request = keys.getOrDefault(line.requestId(), keys.get(line.id()));
            if (request != null) {
                known.computeIfAbsent(request, _ -> new ArrayList<>()).add(line);
            } else if (isWanted.test(line)) {
                String itself = line.requestId().isEmpty() ? line.id() : line.requestId();
                unknown.computeIfAbsent(itself, _ -> new ArrayList<>()).add(line);
            }
        });
    }

    private static boolean isWanted(GatewayLine line, Wanted wanted) {
        return wanted instanceof Wanted.ById(String id)
                && (line.id().equals(id)
                        || line.requestId().equals(id)
                        || line.traceId().equals(id));
    }

    private static List<String> notes(Wanted wanted, LocalSearch search, boolean isNothing) {
        return wanted instanceof Wanted.OfRun(var run) && search.starter().isEmpty() && !isNothing
                ? List.of(
                        "The request that started " + run.kind() + " " + run.id()
                                + " is not in this machine's log: it was started from elsewhere, or its line is kept no longer.")
                : List.of();
    }
}
