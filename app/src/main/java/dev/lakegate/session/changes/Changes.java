package dev.lakegate.session.changes;

import dev.lakegate.model.RouteName;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.metrics.RequestMeter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who show the program what happens in it, and counts its requests for them.
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final Set<String> ON_THE_WAY = Set.of(
            "gateway_unreachable",
            "gateway_timed_out",
            "provider_unreachable",
            "outbound_proxy_unreachable",
            "outbound_proxy_refused");

    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private final LongAdder requests = new LongAdder();
    private final AtomicBoolean tellsOfNext = new AtomicBoolean();
    private final Map<String, Unreached> unreached = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /// What kept a route's last request from the gateway.
    ///
    /// @param problem its code
    /// @param at      when the request ended
    public record Unreached(String problem, Instant at) {}

    public Changes(InstantSource clock) {
        this.clock = clock;
    }

    /// Has somebody hear of what happens.
    ///
    /// @param watcher hears of each change where it happens, perhaps on the data path: it neither
    ///                blocks nor throws
    public void watch(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    public void tell(Change change) {
        watchers.forEach(watcher -> watcher.accept(change));
    }

    /// Whether a problem of this code is one of the network between this machine and gateway or
    /// provider.
    public static boolean isOfTheNetwork(String problem) {
        return ON_THE_WAY.contains(problem);
    }

    /// The same meter, of whose requests this learns too.
    public RequestMeter over(RequestMeter meter) {
        return request -> {
            meter.ended(request);
            ended(request);
        };
    }

    private void ended(EndedRequest request) {
        requests.increment();
        if (tellsOfNext.get() && tellsOfNext.compareAndSet(true, false)) {
            tell(new Change.Traffic());
        }
        String route = request.route();
        if (route == null) {
            return;
        }
        String problem = request.problem();
        if (request.denial() != null) {
            tell(new Change.Denial(route, request.denial()));
        } else if (problem != null && isOfTheNetwork(problem)) {
            if (unreached.put(route, new Unreached(problem, clock.instant())) == null) {
                LOG.warn("Requests of route '{}' do not reach the gateway: {}", route, problem);
            }
            tell(new Change.Unreachable(route, problem));
            return;
        } else if (problem != null) {
            return;
        }
        if (!unreached.isEmpty() && unreached.remove(route) != null) {
            LOG.info("Requests of route '{}' reach the gateway again", route);
            tell(new Change.Reached(route));
        }
    }

    /// What kept the route's last request from the gateway; null where it came there.
    public @Nullable Unreached unreached(RouteName route) {
        return unreached.get(route.value());
    }

    /// The requests that have ended since the start.
    public long requests() {
        return requests.sum();
    }

    /// Has the next request that ends be told of; nobody has to look again and again whether there
    /// is one.
    public void tellOfNextRequest() {
        tellsOfNext.set(true);
    }
}
