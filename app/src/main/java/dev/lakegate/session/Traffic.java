package dev.lakegate.session;

import dev.lakegate.model.Problem;
import dev.lakegate.token.CachedTokenSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a profile's sign-in is used for: its tokens, and the requests that carry them.
public final class Traffic {
    private final Supplier<List<CachedTokenSource>> tokens;
    private final Consumer<Problem> endRequests;
    private final Runnable warmUp;

    /// Of one profile.
    ///
    /// @param tokens      its identity tokens and the workspace tokens that are exchanged for them, at this
    ///     moment
    /// @param endRequests ends each request that is under way, for that reason
    /// @param warmUp      makes the first request after a sign-in as quick as the next; blocks
    public Traffic(Supplier<List<CachedTokenSource>> tokens, Consumer<Problem> endRequests, Runnable warmUp) {
        this.tokens = tokens;
        this.endRequests = endRequests;
        this.warmUp = warmUp;
    }

    void forgetTokens() {
        tokens.get().forEach(CachedTokenSource::forget);
    }

    void endRequests(Problem reason) {
        endRequests.accept(reason);
    }

    void warmUp() {
        Thread.startVirtualThread(warmUp);
    }
}
