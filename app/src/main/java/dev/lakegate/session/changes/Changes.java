package dev.lakegate.session.changes;

import dev.lakegate.model.RouteName;
import dev.lakegate.telemetry.EndedRequest;
import dev.lakegate.telemetry.metrics.RequestMeter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells those who show the program what happens in it, and counts its requests for them.
public final class Changes {
    private static final Set<String> ON_THE_WAY = Set.of(
            "gateway_unreachable",
            "gateway_timed_out",
            "provider_unreachable",
            "outbound_proxy_unreachable",
            "outbound_proxy_refused");

    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private final LongAdder requests = new LongAdder();
    private final AtomicBoolean tellsOfNext = new AtomicBoolean();
    private final Map<String, String> unreachable = new ConcurrentHashMap<>();

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
            unreachable.put(route, problem);
            tell(new Change.Unreachable(route, problem));
            return;
        } else if (problem != null) {
            return;
        }
        if (!unreachable.isEmpty() && unreachable.remove(route) != null) {
            tell(new Change.Reached(route));
        }
    }

    /// The code of what kept the route's last request from the gateway; null where it came there.
    public @Nullable String unreachable(RouteName route) {
        return unreachable.get(route.value());
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
