package dev.lakegate.bench;

import dev.lakegate.bench.load.GrpcLoad;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Origin;
import dev.lakegate.bench.peer.Origin.Destination;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// gRPC on one connection, between a client and a server of grpc-java.
record GrpcCalls(Shape shape, Duration time) implements Case {
    private static final int AT_A_TIME = 32;
    private static final int STREAMS = 4;
    private static final int BYTES = 100;

    /// Of the calls.
    enum Shape {
        UNARY,
        STREAM
    }

    @Override
    public String id() {
        return switch (shape) {
            case UNARY -> "grpc-unary";
            case STREAM -> "grpc-stream";
        };
    }

    @Override
    public String about() {
        return switch (shape) {
            case UNARY ->
                "Unary gRPC calls of %d bytes on one connection of HTTP/2, %d at a time, by grpc-java against grpc-java. Latencies are of calls that wait for each other."
                        .formatted(BYTES, AT_A_TIME);
            case STREAM ->
                "%d streams of gRPC messages of 1 KB from the server on one connection of HTTP/2, by grpc-java against grpc-java."
                        .formatted(STREAMS);
        };
    }

    /// The others are set up for HTTP/1.1.
    @Override
    public boolean asks(Kind kind) {
        return Set.of(Kind.DIRECT, Kind.LAKEGATE, Kind.HAPROXY).contains(kind);
    }

    @Override
    public Destination destination(Origin origin) {
        return origin.grpc();
    }

    @Override
    public void warm(Peer peer) throws Exception {
        WarmUp.withRests(() -> {
            try (GrpcLoad load =
                    new GrpcLoad(peer.endpoint(), peer.destination().ca())) {
                return seen(load, WarmUp.STEP).perSecond();
            }
        });
    }

    private GrpcLoad.Seen seen(GrpcLoad load, Duration during) throws IOException, InterruptedException {
        return switch (shape) {
            case UNARY -> load.unary(AT_A_TIME, BYTES, during);
            case STREAM -> load.streams(STREAMS, during);
        };
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        try (GrpcLoad load = new GrpcLoad(peer.endpoint(), peer.destination().ca())) {
            Duration before = peer.cpu();
            GrpcLoad.Seen seen = seen(load, time);
            double spent = peer.cpu().minus(before).toNanos() / 1e3 / seen.messages();
            Map<Measure, Double> figures = new LinkedHashMap<>();
            figures.put(
                    Measure.higher("throughput", shape == Shape.UNARY ? "calls/s" : "messages/s"), seen.perSecond());
            if (shape == Shape.UNARY) {
                figures.put(Measure.lower("p50", "µs"), seen.latencies().percentile(0.5));
                figures.put(Measure.lower("p99", "µs"), seen.latencies().percentile(0.99));
            }
            if (peer.kind() != Kind.DIRECT) {
                figures.put(Measure.lower("CPU", shape == Shape.UNARY ? "µs/call" : "µs/message"), spent);
            }
            return figures;
        }
    }
}
