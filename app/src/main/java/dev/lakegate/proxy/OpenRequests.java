package dev.lakegate.proxy;

import dev.lakegate.model.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is under way for one profile, so that a sign-out can end it. Costs a request one entry in a
/// concurrent set.
public final class OpenRequests {
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    /// What ends with the sign-in: a request, or the tunnel that one has become.
    @FunctionalInterface
    interface Open {
        /// Ends it for this reason, unless it has come to its own end already.
        void end(Problem reason);
    }

    /// Until [#remove].
    void add(Open one) {
        open.add(one);
    }

    void remove(Open one) {
        open.remove(one);
    }

    /// Ends everything that is under way: what is not answered yet is answered with the problem, an answer
    /// under way breaks off, so that no client takes it for a whole one.
    ///
    /// Forget the tokens before: a request that begins meanwhile is then either among those that end here, or
    /// finds none.
    public void endAll(Problem reason) {
        open.forEach(one -> one.end(reason));
    }

    /// Whether nothing is under way at this moment.
    public boolean isEmpty() {
        return open.isEmpty();
    }

    /// What is under way at this moment.
    public int count() {
        return open.size();
    }

    /// Those that have become tunnels among them.
    public long tunnels() {
        return open.stream().filter(one -> !(one instanceof ProxiedRequest)).count();
    }
}
