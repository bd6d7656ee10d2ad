package dev.lakegate.bench;

import dev.lakegate.bench.load.Crowd;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.util.LinkedHashMap;
import java.util.Map;

/// Connections that are kept and say nothing.
record IdleConnections(int connections) implements Case {
    private static final String PATH = "/bytes";

    @Override
    public String id() {
        return "idle-" + connections;
    }

    @Override
    public String about() {
        return "A new process each round, and %,d connections, each kept after one GET of 2 KB: resident memory by `/proc`, of all processes of a peer."
                .formatted(connections);
    }

    @Override
    public boolean asks(Kind kind) {
        return kind != Kind.DIRECT;
    }

    @Override
    public boolean inNewProcesses() {
        return true;
    }

    @Override
    public void warm(Peer peer) {}

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        try (Crowd crowd = new Crowd(peer.endpoint(), PATH)) {
            crowd.growTo(1);
            long before = peer.residentKilobytes();
            crowd.growTo(connections);
            long after = peer.residentKilobytes();
            Map<Measure, Double> figures = new LinkedHashMap<>();
            figures.put(Measure.lower("with all", "MB"), after / 1e3);
            figures.put(Measure.lower("each", "KB"), (after - before) / (double) connections);
            figures.put(Measure.lower("with one", "MB"), before / 1e3);
            return figures;
        }
    }
}
