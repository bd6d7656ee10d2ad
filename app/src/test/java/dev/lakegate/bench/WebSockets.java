package dev.lakegate.bench;

import dev.lakegate.bench.load.ConstantRate;
import dev.lakegate.bench.load.Exchange;
import dev.lakegate.bench.load.Latencies;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Messages that come back.
record WebSockets(Duration time) implements Case {
    private static final int SOCKETS = 32;
    private static final int BYTES = 100;
    private static final int PER_SECOND = 4_000;

    @Override
    public String id() {
        return "websocket";
    }

    @Override
    public String about() {
        return "Messages of %d bytes that are echoed, %,d a second in all over %d WebSockets; latency there and back, from when each was due."
                .formatted(BYTES, PER_SECOND, SOCKETS);
    }

    @Override
    public void warm(Peer peer) throws Exception {
        measure(peer);
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        try (ConstantRate load =
                new ConstantRate(peer.endpoint(), new Exchange.Echo("/service/echo/" + BYTES, BYTES), SOCKETS)) {
            Duration before = peer.cpu();
            Latencies latencies = load.run(PER_SECOND, time);
            double spent = peer.cpu().minus(before).toNanos() / 1e3 / (PER_SECOND * time.toSeconds());
            Map<Measure, Double> figures = new LinkedHashMap<>();
            figures.put(Measure.lower("p50", "µs"), latencies.percentile(0.5));
            figures.put(Measure.lower("p99", "µs"), latencies.percentile(0.99));
            figures.put(Measure.lower("p99.9", "µs"), latencies.percentile(0.999));
            if (peer.kind() != Kind.DIRECT) {
                figures.put(Measure.lower("CPU", "µs/message"), spent);
            }
            return figures;
        }
    }
}
