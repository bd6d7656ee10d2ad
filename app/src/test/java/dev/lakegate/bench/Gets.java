package dev.lakegate.bench;

import dev.lakegate.bench.load.ConstantRate;
import dev.lakegate.bench.load.Exchange;
import dev.lakegate.bench.load.Latencies;
import dev.lakegate.bench.load.Wrk;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// GETs of 2 KB over so many connections that are kept: how many go through, then how long they take at a
/// rate that is the same for all.
final class Gets implements Case {
    static final Measure THROUGHPUT = Measure.higher("throughput", "requests/s");
    static final Measure CPU = Measure.lower("CPU", "µs/request");

    private static final String PATH = "/bytes";
    /// Of what HAProxy can do at most. At half of it load, upstream and peer together keep the machine over nine tenths
    /// busy, and what is seen is the queue before the processor, whoever is measured.
    private static final double SHARE = 0.25;

    private final Wrk wrk;
    private final int connections;
    private final Duration time;
    private double rate;

    /// @param time of each measurement
    Gets(Wrk wrk, int connections, Duration time) {
        this.wrk = wrk;
        this.connections = connections;
        this.time = time;
    }

    @Override
    public String id() {
        return "get-" + connections;
    }

    @Override
    public String about() {
        return "GETs of 2 KB over %d kept connection%s. Throughput and CPU by wrk, as fast as it goes; latency from when each was due, at %,.0f requests/s, a quarter of what HAProxy does."
                .formatted(connections, connections == 1 ? "" : "s", rate);
    }

    @Override
    public void warm(Peer peer) throws Exception {
        double perSecond = WarmUp.withRests(step(wrk, peer, job()));
        if (rate == 0 || peer.kind() == Kind.HAPROXY) {
            rate = perSecond * SHARE;
        }
        latencies(peer, Math.min(rate, perSecond * SHARE));
    }

    /// By wrk.
    static WarmUp.Step step(Wrk wrk, Peer peer, Wrk.Job job) {
        return () -> wrk.run(peer.endpoint(), job, WarmUp.STEP).perSecond();
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        Map<Measure, Double> figures = throughput(wrk, peer, job(), time);
        Latencies latencies = latencies(peer, rate);
        figures.put(Measure.lower("p50", "µs"), latencies.percentile(0.5));
        figures.put(Measure.lower("p99", "µs"), latencies.percentile(0.99));
        figures.put(Measure.lower("p99.9", "µs"), latencies.percentile(0.999));
        return figures;
    }

    /// By wrk, with what a request has cost the peer.
    static Map<Measure, Double> throughput(Wrk wrk, Peer peer, Wrk.Job job, Duration time) throws Exception {
        Duration before = peer.cpu();
        Wrk.Seen seen = wrk.run(peer.endpoint(), job, time);
        double spent = peer.cpu().minus(before).toNanos() / 1e3 / seen.requests();
        Map<Measure, Double> figures = new LinkedHashMap<>();
        figures.put(THROUGHPUT, seen.perSecond());
        if (peer.kind() != Kind.DIRECT) {
            figures.put(CPU, spent);
        }
        return figures;
    }

    private Wrk.Job job() {
        return new Wrk.Job(PATH, connections, false, 0);
    }

    private Latencies latencies(Peer peer, double perSecond) throws Exception {
        try (ConstantRate load = new ConstantRate(peer.endpoint(), new Exchange.Get(PATH), connections)) {
            return load.run(perSecond, time);
        }
    }
}
