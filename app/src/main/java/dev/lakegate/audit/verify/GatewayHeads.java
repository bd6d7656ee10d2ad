package dev.lakegate.audit.verify;

import dev.lakegate.audit.Head;
import dev.lakegate.audit.witness.GatewayLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What the gateway's log says of chains: the heads that came with requests, in the member `audit_head`.
///
/// @param file   of the gateway's log, for what is to be told of it
/// @param seen   by the number of the line that a head is of
/// @param others how many requests came with heads of each other chain
public record GatewayHeads(String file, Map<Long, List<Seen>> seen, Map<String, Long> others) {
    /// Without such a log.
    public static final GatewayHeads NONE = new GatewayHeads("", Map.of(), Map.of());

    /// A request as the gateway logged it.
    ///
    /// @param line      of its log
    /// @param requestId the proxy's; empty where the gateway knew none
    /// @param user      empty where it knew none
    public record Seen(long line, Head head, Instant time, String requestId, String user) {}

    /// Reads the log. Blocks on the disk.
    ///
    /// @param chains whose heads are kept
    public static GatewayHeads of(Path log, Set<String> chains) throws IOException {
        Map<Long, List<Seen>> seen = new TreeMap<>();
        Map<String, Long> others = new TreeMap<>();
        GatewayLog.read(
                log,
                "audit_head",
                line -> seen(line).ifPresent(one -> {
                    Head head = one.head();
                    if (chains.contains(head.chain())) {
                        seen.computeIfAbsent(head.number(), _ -> new ArrayList<>())
                                .add(one);
                    } else {
                        others.merge(head.chain(), 1L, Long::sum);
                    }
                }));
        return new GatewayHeads(String.valueOf(log.getFileName()), seen, others);
    }

    private static Optional<Seen> seen(GatewayLog.Line line) {
        JsonNode json = line.members();
        return Head.told(json.path("audit_head").asString(""))
                .map(head -> new Seen(
                        line.number(),
                        head,
                        Instant.ofEpochMilli(json.path("time").asLong(0)),
                        json.path("prid").asString(""),
                        json.path("user").asString("")));
    }
}
