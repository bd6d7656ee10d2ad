package dev.lakegate.token;

import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Keeps the last token and renews it in the background before it ends. However many callers wait, the source
/// is asked once (single flight).
public final class CachedTokenSource implements TokenSource {
    /// Between two renewals, when one has brought nothing newer.
    private static final Duration NOTHING_NEWER = Duration.ofSeconds(5);

    /// For so long the provider's failure is told again, instead of asking it again.
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(5);

    private final TokenSource source;
    private final InstantSource clock;
    private final Executor renewals;

    private volatile @Nullable Cached cached;
    private volatile @Nullable Failure lastFailure;
    private @Nullable CompletableFuture<Token> inFlight;
    private int failuresInARow;
    private @Nullable Instant lastRefusal;
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

    /// What the provider has failed with last.
    private record Failure(ProblemException problem, Instant at) {}

    /// The cached token if it stays valid for so long, else null. Never blocks: it is asked on the data path,
    /// and starts the renewal that is due.
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

    /// When the next renewal is due, past when one is under way; empty when there is no token.
    Optional<Instant> due() {
        return Optional.ofNullable(cached).map(Cached::renewAt);
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        Token ready = ready(remaining);
        if (ready != null) {
            return ready;
        }
        tellAgain();
        Token fetched = fetched(remaining);
        // the machine may have slept while it came
        return fetched.isValidFor(Duration.ZERO, clock.instant()) ? fetched : fetched(remaining);
    }

    /// A token that takes the place of one that was refused though it had not expired: one renewal for all who
    /// ask at once, and none when the last was moments ago. Blocks.
    ///
    /// @return the refused one when there is none newer
    @SuppressWarnings("ReferenceEquality") // the cache's own objects
    public Token insteadOf(Token refused) throws ProblemException {
        Cached known = cached;
        if (known == null || known.token != refused) {
            return token(Duration.ZERO);
        }
        Instant now = clock.instant();
        synchronized (this) {
            Instant last = lastRefusal;
            if (last != null && now.isBefore(last.plus(NOTHING_NEWER))) {
                return refused;
            }
            lastRefusal = now;
        }
        // as long as it would live: what the source itself still holds is no renewal
        Duration left = Duration.between(now, refused.expiresAt());
        return fetched(left.isNegative() ? Duration.ZERO : left);
    }

    private Token fetched(Duration remaining) throws ProblemException {
        try {
            return renewal(remaining).join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case ProblemException problem -> throw new ProblemException(problem.problem(), problem);
                case RuntimeException unforeseen -> throw unforeseen;
                case null, default -> throw failure;
            }
        }
    }

    /// A provider that has just failed is not asked by everyone who comes.
    private void tellAgain() throws ProblemException {
        Failure last = lastFailure;
        if (last != null && clock.instant().isBefore(last.at.plus(TOLD_AGAIN))) {
            throw new ProblemException(last.problem.problem(), last.problem);
        }
    }

    /// Forgets the token, and what is being fetched, at sign-in and sign-out.
    public synchronized void forget() {
        generation++;
        cached = null;
        settled();
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
                arrived(started, token);
                renewal.complete(token);
            } catch (Throwable failure) { // whatever it is, those who wait must hear of it
                failed(started, failure);
                renewal.completeExceptionally(failure);
            }
        });
        return renewal;
    }

    /// A token whose moment has passed already is the best the source has now: asking again at once would not
    /// help.
    private synchronized void arrived(long started, Token token) {
        if (started != generation) {
            return;
        }
        Instant now = clock.instant();
        Instant moment = RenewalMoment.of(token, ThreadLocalRandom.current().nextDouble());
        cached = new Cached(token, now.isBefore(moment) ? moment : now.plus(NOTHING_NEWER));
        settled();
    }

    private void settled() {
        inFlight = null;
        lastFailure = null;
        failuresInARow = 0;
    }

    /// After a failed renewal the token is used while it lives.
    private synchronized void failed(long started, Throwable failure) {
        if (started != generation) {
            return;
        }
        inFlight = null;
        failuresInARow++;
        Instant now = clock.instant();
        Cached known = cached;
        if (known != null) {
            Duration pause =
                    Backoff.after(failuresInARow, ThreadLocalRandom.current().nextDouble());
            cached = new Cached(known.token, now.plus(pause));
        }
        lastFailure = failure instanceof ProblemException problem && isTheProviders(problem.problem())
                ? new Failure(problem, now)
                : null;
    }

    private static boolean isTheProviders(Problem problem) {
        return problem instanceof ProviderUnreachable
                || problem instanceof ProviderMisconfigured
                || problem instanceof SignInRefused
                || problem instanceof TokenNotAcceptable;
    }
}
