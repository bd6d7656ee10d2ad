package dev.lakegate.telemetry.metrics;

import dev.lakegate.telemetry.EndedRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The meters of one route, each looked up in the registry once: counting a request takes no lock.
final class RouteMeters {
    /// In seconds. An answer may take as long as a warehouse does, 15 minutes.
    private static final Duration[] BUCKETS = DoubleStream.of(
                    .002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900)
            .mapToObj(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
            .toArray(Duration[]::new);

    private static final int STATUS_CLASSES = 6;

    private final MeterRegistry registry;
    private final String route;
    /// By class of status, 0 for none; filled as they are met.
    private final Map<MethodClass, AtomicReferenceArray<@Nullable Timer>> durations = new EnumMap<>(MethodClass.class);

    private final Timer firstByte;
    private final Counter received;
    private final Counter sent;
    private final Codes problems;
    private final Codes denials;

    RouteMeters(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
        for (MethodClass method : MethodClass.values()) {
            durations.put(method, new AtomicReferenceArray<>(STATUS_CLASSES));
        }
        firstByte = Timer.builder("lakegate.requests.first.byte")
                .description("From a request's first byte to the first of the gateway's answer")
                .serviceLevelObjectives(BUCKETS)
                .tag("route", route)
                .register(registry);
        received = bytes("lakegate.received", "Bodies of requests that have ended, and what tunnels carried up");
        sent = bytes("lakegate.sent", "Bodies of their answers, and what tunnels carried down");
        problems = new Codes(registry, "lakegate.problems", "Requests that ended with a problem of the proxy's", route);
        denials = new Codes(registry, "lakegate.denials", "Requests that the gateway denied", route);
    }

    private Counter bytes(String name, String help) {
        return Counter.builder(name)
                .description(help)
                .baseUnit("bytes")
                .tag("route", route)
                .register(registry);
    }

    /// What a method is to do.
    private enum MethodClass {
        READ,
        WRITE,
        OTHER;

        static MethodClass of(@Nullable String method) {
            return switch (method) {
                case "GET", "HEAD", "OPTIONS" -> READ;
                case "POST", "PUT", "PATCH", "DELETE" -> WRITE;
                case null, default -> OTHER;
            };
        }
    }

    void count(EndedRequest request) {
        duration(MethodClass.of(request.method()), statusClass(request.status()))
                .record(request.micros(), TimeUnit.MICROSECONDS);
        if (request.firstByteMicros() >= 0) {
            firstByte.record(request.firstByteMicros(), TimeUnit.MICROSECONDS);
        }
        if (request.bytesUp() > 0) {
            received.increment((double) request.bytesUp());
        }
        if (request.bytesDown() > 0) {
            sent.increment((double) request.bytesDown());
        }
        if (request.problem() != null) {
            problems.count(request.problem());
        }
        if (request.denial() != null) {
            denials.count(request.denial());
        }
    }

    private Timer duration(MethodClass method, int statusClass) {
        AtomicReferenceArray<@Nullable Timer> ofMethod = Objects.requireNonNull(durations.get(method));
        Timer known = ofMethod.get(statusClass);
        if (known == null) {
            // registering the same twice gives the same
            known = Timer.builder("lakegate.requests")
                    .description("Requests that have ended, from first byte to last")
                    .serviceLevelObjectives(BUCKETS)
                    .tag("route", route)
                    .tag("method", method.name().toLowerCase(Locale.ROOT))
                    .tag("status", statusClass == 0 ? "none" : statusClass + "xx")
                    .register(registry);
            ofMethod.set(statusClass, known);
        }
        return known;
    }

    /// 0 for what was never answered.
    private static int statusClass(int status) {
        int hundreds = status / 100;
        return hundreds < STATUS_CLASSES ? hundreds : 0;
    }
}
