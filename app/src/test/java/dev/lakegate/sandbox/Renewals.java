package dev.lakegate.sandbox;

import dev.lakegate.sandbox.SteadyLoad.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What steady load shows of the renewals that happened meanwhile: whether one failed a request or held it up.
///
/// @param exchanges when the gateway had answered each exchange for a workspace token
/// @param refreshes how many identity tokens were refreshed
/// @param failed    requests that did not end with 200
/// @param near      requests that were due within a quarter of a second of an exchange
/// @param between   as many moments, each midway between two exchanges, in the same way: what happens without any
/// @param usual     all that were not near
public record Renewals(
        int requests,
        List<Instant> exchanges,
        int refreshes,
        List<Sample> failed,
        Latencies near,
        Latencies between,
        Latencies usual) {
    /// Lives of the tokens: short, yet an identity token is exchanged only while it has 40 seconds left.
    public static final Duration WORKSPACE_TOKEN = Duration.ofSeconds(10);

    public static final Duration IDENTITY_TOKEN = Duration.ofSeconds(50);

    private static final int PER_SECOND = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration NEAR = Duration.ofMillis(250);
    private static final String EXCHANGE = "/oidc/v1/token";

    /// Loads the signed-in program's routes for as long as so many exchanges take, each route making one every half
    /// lifetime; the first requests warm it up.
    public static Renewals under(Sandbox sandbox, List<SteadyLoad.Target> routes, int wanted) {
        SteadyLoad load = new SteadyLoad(routes, PER_SECOND);
        load.during(WARM_UP);
        int refreshedBefore = sandbox.provider().counters().grant("refresh_token");
        Instant from = Instant.now();
        List<Sample> samples = load.during(WORKSPACE_TOKEN
                .dividedBy(2)
                .multipliedBy(wanted)
                .dividedBy(routes.size())
                .plus(WARM_UP));
        List<Instant> exchanges = sandbox.gateway().auditLines().stream()
                .filter(line -> line.path("path").asString().equals(EXCHANGE))
                .map(Renewals::time)
                .filter(at -> at.isAfter(from))
                .sorted()
                .toList();
        return of(samples, exchanges, sandbox.provider().counters().grant("refresh_token") - refreshedBefore);
    }

    /// How long requests took.
    ///
    /// @param slowestOfEach what was the slowest request at each moment, in ascending order
    public record Latencies(int requests, List<Duration> slowestOfEach, Duration percentile999, Duration slowest) {
        /// Of what was the slowest request at each moment, the median.
        public Duration typical() {
            return quantile(slowestOfEach, 0.5);
        }

        /// The share of moments at which no request took longer than this.
        public double shareWithin(Duration limit) {
            return slowestOfEach.stream()
                            .filter(slowest -> slowest.compareTo(limit) <= 0)
                            .count()
                    / (double) slowestOfEach.size();
        }

        private static Latencies of(List<Sample> samples, TreeSet<Instant> moments) {
            List<Duration> sorted = sorted(samples.stream());
            List<Duration> slowestOfEach = moments.stream()
                    .flatMap(moment -> samples.stream()
                            .filter(sample -> isNear(sample, moment))
                            .map(Sample::latency)
                            .max(Duration::compareTo)
                            .stream())
                    .sorted()
                    .toList();
            return new Latencies(sorted.size(), slowestOfEach, quantile(sorted, 0.999), quantile(sorted, 1));
        }

        private static List<Duration> sorted(Stream<Sample> samples) {
            return samples.map(Sample::latency).sorted().toList();
        }

        private static Duration quantile(List<Duration> sorted, double share) {
            return sorted.isEmpty()
                    ? Duration.ZERO
                    : sorted.get((int) Math.clamp(Math.ceil(sorted.size() * share) - 1, 0, sorted.size() - 1));
        }
    }

    private static Renewals of(List<Sample> samples, List<Instant> exchanges, int refreshes) {
        TreeSet<Instant> renewals = new TreeSet<>(exchanges);
        TreeSet<Instant> midway = new TreeSet<>();
        for (Instant renewal : renewals) {
            Instant next = renewals.higher(renewal);
            if (next != null && Duration.between(renewal, next).compareTo(NEAR.multipliedBy(4)) > 0) {
                midway.add(renewal.plus(Duration.between(renewal, next).dividedBy(2)));
            }
        }
        return new Renewals(
                samples.size(),
                exchanges,
                refreshes,
                samples.stream().filter(sample -> !sample.failure().isEmpty()).toList(),
                Latencies.of(those(samples, renewals, true), renewals),
                Latencies.of(those(samples, midway, true), midway),
                Latencies.of(those(samples, renewals, false), midway));
    }

    private static List<Sample> those(List<Sample> samples, TreeSet<Instant> moments, boolean near) {
        return samples.stream()
                .filter(sample -> isNearAny(sample, moments) == near)
                .toList();
    }

    private static boolean isNearAny(Sample sample, TreeSet<Instant> moments) {
        return Optional.ofNullable(moments.ceiling(sample.due().minus(NEAR)))
                .filter(moment -> isNear(sample, moment))
                .isPresent();
    }

    private static boolean isNear(Sample sample, Instant moment) {
        return Duration.between(sample.due(), moment).abs().compareTo(NEAR) <= 0;
    }

    private static Instant time(JsonNode line) {
        return Instant.ofEpochMilli(line.path("time").asLong());
    }
}
