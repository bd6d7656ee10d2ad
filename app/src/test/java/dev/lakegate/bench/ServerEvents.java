package dev.lakegate.bench;

import dev.lakegate.bench.load.Events;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Events that come steadily on several connections.
record ServerEvents(Duration time) implements Case {
    private static final int STREAMS = 16;
    private static final int PER_SECOND = 100;

    @Override
    public String id() {
        return "sse";
    }

    @Override
    public String about() {
        return "%d streams of server-sent events, one every 10 ms in each. Delay from sending to arrival; jitter is how much the time between two arrivals differs from that between their sending."
                .formatted(STREAMS);
    }

    @Override
    public void warm(Peer peer) throws Exception {
        measure(peer);
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        Events.Seen seen = Events.watch(peer.endpoint(), "/service/events/" + PER_SECOND * time.toSeconds(), STREAMS);
        Map<Measure, Double> figures = new LinkedHashMap<>();
        figures.put(Measure.lower("delay p50", "µs"), seen.delays().percentile(0.5));
        figures.put(Measure.lower("delay p99", "µs"), seen.delays().percentile(0.99));
        figures.put(Measure.lower("jitter p50", "µs"), seen.jitters().percentile(0.5));
        figures.put(Measure.lower("jitter p99", "µs"), seen.jitters().percentile(0.99));
        return figures;
    }
}
