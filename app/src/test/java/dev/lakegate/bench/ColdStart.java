package dev.lakegate.bench;

import dev.lakegate.bench.load.ConstantRate;
import dev.lakegate.bench.load.Exchange;
import dev.lakegate.bench.load.Latencies;
import dev.lakegate.bench.load.Wrk;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.util.LinkedHashMap;
import java.util.Map;

/// The first thousand requests of a new process, one after another, and a thousand of the same process once
/// it is warm.
record ColdStart(Wrk wrk) implements Case {
    private static final int FEW = 1_000;
    private static final int CONNECTIONS = 32;
    private static final String PATH = "/bytes";

    @Override
    public String id() {
        return "cold-start";
    }

    @Override
    public String about() {
        return "A new process each round. The first 1,000 GETs of 2 KB, one after another on one connection, then 1,000 after as many as go through on 32 connections, until those grow no more: the median of each, and the slowest of the first.";
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
        try (ConstantRate load = new ConstantRate(peer.endpoint(), new Exchange.Get(PATH), 1)) {
            Latencies cold = load.oneAfterAnother(FEW);
            var _ = WarmUp.by(Gets.step(wrk, peer, new Wrk.Job(PATH, CONNECTIONS, false, 0)));
            Latencies warm = load.oneAfterAnother(FEW);
            Map<Measure, Double> figures = new LinkedHashMap<>();
            figures.put(Measure.lower("median of the first 1,000", "µs"), cold.percentile(0.5));
            figures.put(Measure.lower("median when warm", "µs"), warm.percentile(0.5));
            figures.put(Measure.lower("cold / warm", ""), cold.percentile(0.5) / warm.percentile(0.5));
            figures.put(
                    Measure.lower("start to listening", "ms"), peer.startedIn().toNanos() / 1e6);
            figures.put(Measure.lower("first request", "ms"), cold.percentile(1) / 1e3);
            return figures;
        }
    }
}
