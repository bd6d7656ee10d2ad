package dev.lakegate.token;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Keeps the last token and renews it in the background before it ends. However many callers wait, the source is asked
/// once (single flight).
public final class CachedTokenSource implements TokenSource {
    /// Between two renewals, when one has failed or brought nothing newer.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final TokenSource source;
    private final InstantSource clock;
    private final Executor renewals;

    private volatile @Nullable Cached cached;
    private @Nullable CompletableFuture<Token> inFlight;
    private long generation;

    /// In front of the source.
    ///
    /// @param renewals runs a renewal, which blocks; virtual threads do
    public CachedTokenSource(TokenSource source, InstantSource clock, Executor renewals) {
        this.source = source;
        this.clock = clock;
        this.renewals = renewals;
    }

    /// A token and when to renew it.
    private record Cached(Token token, Instant renewAt) {}

    /// The cached token if it stays valid for so long, else null. Never blocks: it is asked on the data path, and
    /// starts the renewal that is due.
    public @Nullable Token ready(Duration remaining) {
        Cached known = cached;
        if (known == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!now.isBefore(known.renewAt)) {
            // what the source itself still holds is no renewal: it must outlive the token that is here
            Duration left = Duration.between(now, known.token.expiresAt());
            var _ = renewal(left.compareTo(remaining) > 0 ? left : remaining);
        }
        return known.token.isValidFor(remaining, now) ? known.token : null;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        Token ready = ready(remaining);
        if (ready != null) {
            return ready;
        }
        try {
            return renewal(remaining).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ProblemException problem) {
                throw new ProblemException(problem.problem(), problem);
            }
            throw failure;
        }
    }

    /// Forgets the token, and what is being fetched, at sign-in and sign-out.
    public synchronized void forget() {
        generation++;
        cached = null;
        inFlight = null;
    }

    private synchronized CompletableFuture<Token> renewal(Duration remaining) {
        if (inFlight != null) {
            return inFlight;
        }
        CompletableFuture<Token> renewal = new CompletableFuture<>();
        inFlight = renewal;
        long started = generation;
        renewals.execute(() -> {
            try {
                Token token = source.token(remaining);
                settle(started, arrived(token));
                renewal.complete(token);
            } catch (Throwable failure) { // whatever it is, those who wait must hear of it
                settle(started, postponed());
                renewal.completeExceptionally(failure);
            }
        });
        return renewal;
    }

    private synchronized void settle(long started, @Nullable Cached outcome) {
        if (started == generation) {
            cached = outcome;
            inFlight = null;
        }
    }

    /// A token whose moment has passed already is the best the source has now: asking again at once would not help.
    private Cached arrived(Token token) {
        Instant moment = RenewalMoment.of(token, ThreadLocalRandom.current().nextDouble());
        return clock.instant().isBefore(moment) ? new Cached(token, moment) : paused(token);
    }

    /// After a failed renewal the token is used while it lives.
    private @Nullable Cached postponed() {
        Cached known = cached;
        return known == null ? null : paused(known.token);
    }

    private Cached paused(Token token) {
        return new Cached(token, clock.instant().plus(PAUSE));
    }
}
