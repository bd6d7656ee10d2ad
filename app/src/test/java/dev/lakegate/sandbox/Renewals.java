package dev.lakegate.sandbox;

import dev.lakegate.sandbox.SteadyLoad.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What steady load shows of the renewals that happened meanwhile: whether one failed a request or held it up.
///
/// @param exchanges when the gateway had answered each exchange for a workspace token
/// @param refreshes how many identity tokens were refreshed
/// @param failed    requests that did not end with 200
/// @param slowestNear the slowest request that was due within a quarter of a second of an exchange
/// @param usual     the 99.9th percentile of all others
/// @param slowestElsewhere the slowest of all others
public record Renewals(
        int requests,
        List<Instant> exchanges,
        int refreshes,
        List<Sample> failed,
        Duration slowestNear,
        Duration usual,
        Duration slowestElsewhere) {
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
        TreeSet<Instant> exchanges = sandbox.gateway().auditLines().stream()
                .filter(line -> line.path("path").asString().equals(EXCHANGE))
                .map(Renewals::time)
                .filter(at -> at.isAfter(from))
                .collect(Collectors.toCollection(TreeSet::new));
        return of(samples, exchanges, sandbox.provider().counters().grant("refresh_token") - refreshedBefore);
    }

    private static Renewals of(List<Sample> samples, TreeSet<Instant> exchanges, int refreshes) {
        List<Sample> near =
                samples.stream().filter(sample -> isNear(sample, exchanges)).toList();
        List<Duration> others = samples.stream()
                .filter(sample -> !isNear(sample, exchanges))
                .map(Sample::latency)
                .sorted()
                .toList();
        return new Renewals(
                samples.size(),
                List.copyOf(exchanges),
                refreshes,
                samples.stream().filter(sample -> !sample.failure().isEmpty()).toList(),
                slowest(near.stream().map(Sample::latency)),
                others.get((int) Math.min(others.size() - 1, Math.ceil(others.size() * 0.999) - 1)),
                slowest(others.stream()));
    }

    private static boolean isNear(Sample sample, TreeSet<Instant> exchanges) {
        Instant from = sample.due().minus(NEAR);
        Instant next = exchanges.ceiling(from);
        return next != null && next.isBefore(sample.due().plus(NEAR));
    }

    private static Duration slowest(Stream<Duration> latencies) {
        return latencies.max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Instant time(JsonNode line) {
        return Instant.ofEpochMilli(line.path("time").asLong());
    }
}
