package dev.lakegate.bench;

import dev.lakegate.bench.load.Wrk;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.time.Duration;
import java.util.Map;

/// As many requests of one kind as go through, by wrk.
record Throughput(String id, String about, Wrk wrk, Wrk.Job job, Duration time) implements Case {
    @Override
    public void warm(Peer peer) throws Exception {
        var _ = WarmUp.withRests(Gets.step(wrk, peer, job));
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        return Gets.throughput(wrk, peer, job, time);
    }
}
