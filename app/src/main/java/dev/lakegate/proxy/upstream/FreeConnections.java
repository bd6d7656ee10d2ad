package dev.lakegate.proxy.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections that carry nothing now; the one that was used last is taken first, and one of the caller's own selector
/// before any other. For one thread at a time.
final class FreeConnections {
    private final SharedSelectors selectors;
    private final List<Deque<GatewayConnection>> bySelector = new ArrayList<>();

    FreeConnections(SharedSelectors selectors) {
        this.selectors = selectors;
        for (int i = 0; i < selectors.getSelectorCount(); i++) {
            bySelector.add(new ArrayDeque<>());
        }
    }

    int size() {
        return bySelector.stream().mapToInt(Deque::size).sum();
    }

    boolean isEmpty() {
        return bySelector.stream().allMatch(Deque::isEmpty);
    }

    void add(GatewayConnection connection) {
        bySelector.get(connection.selector()).addFirst(connection);
    }

    void remove(GatewayConnection connection) {
        bySelector.forEach(some -> some.remove(connection));
    }

    @Nullable
    GatewayConnection take() {
        int own = selectors.here();
        for (int i = 0; i < bySelector.size(); i++) {
            GatewayConnection free =
                    bySelector.get((own + i) % bySelector.size()).pollFirst();
            if (free != null) {
                return free;
            }
        }
        return null;
    }

    /// Takes those that were last used so long ago, or longer.
    List<GatewayConnection> takeIdleFor(Duration least) {
        List<GatewayConnection> idle = new ArrayList<>();
        long now = System.nanoTime();
        for (Deque<GatewayConnection> some : bySelector) {
            while (!some.isEmpty() && now - some.getLast().idleSince() > least.toNanos()) {
                idle.add(some.removeLast());
            }
        }
        return idle;
    }
}
