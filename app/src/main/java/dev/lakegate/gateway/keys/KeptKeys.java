package dev.lakegate.gateway.keys;

import dev.lakegate.gateway.keys.JudgedKeySet.Accepted;
import dev.lakegate.gateway.keys.JudgedKeySet.Refused;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.policy.Issuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known of an issuer's keys, and when it is asked for them again.
///
/// @param issuer    whose they are
/// @param keysFrom  where the policy had them fetched from; empty for where discovery says
/// @param set       the last one that was accepted
/// @param lastTried when the issuer was last asked
/// @param due       when it is asked next
/// @param notBefore until when it asked to be left alone
/// @param failing   empty while the last fetch was a success
public record KeptKeys(
        URI issuer,
        Optional<URI> keysFrom,
        Optional<KeptSet> set,
        Instant lastTried,
        Instant due,
        Instant notBefore,
        Optional<Failing> failing) {
    /// Between fetches that nothing but an unknown `kid` asks for.
    private static final Duration APART = Duration.ofSeconds(60);

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(15);

    /// An accepted set.
    ///
    /// @param jwks        its public members
    /// @param fetchedAt   when it came
    /// @param confirmedAt when the issuer last said that it stands
    public record KeptSet(String jwks, URI from, Optional<String> etag, Instant fetchedAt, Instant confirmedAt) {}

    /// Fetches that failed.
    ///
    /// @param what  the last one, a clause for the operator
    /// @param since the first one
    /// @param times in a row
    public record Failing(Fetched.Kind kind, String what, Instant since, int times) {}

    static KeptKeys none(Issuer issuer) {
        return new KeptKeys(
                issuer.issuer(),
                issuer.keysFrom(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }

    /// Another issuer's keys under the same name, or keys from where the policy no longer wants them, count for
    /// nothing.
    boolean areOf(Issuer policy) {
        return issuer.equals(policy.issuer()) && keysFrom.equals(policy.keysFrom());
    }

    /// As the policy allows them now; empty when it allows none of them.
    public Optional<Accepted> judged(Issuer policy) {
        return set.flatMap(kept -> switch (KeySetJudge.judge(kept.jwks(), policy)) {
            case Accepted accepted -> Optional.of(accepted);
            case Refused _ -> Optional.empty();
        });
    }

    boolean isDue(Instant now, Urgency urgency) {
        // a clock that was set back must not hold the fetch off for as long
        if (now.isBefore(lastTried)) {
            return true;
        }
        return !now.isBefore(notBefore)
                && switch (urgency) {
                    case WHEN_DUE -> !now.isBefore(due);
                    case NOW -> true;
                };
    }

    Optional<KeySetFetch.Held> held() {
        return set.flatMap(kept -> kept.etag().map(etag -> new KeySetFetch.Held(kept.from(), etag)));
    }

    /// Written before the issuer is asked, so that a program that dies of the answer does not ask at every start.
    KeptKeys tried(Instant now) {
        return new KeptKeys(issuer, keysFrom, set, now, later(due, now.plus(APART)), notBefore, failing);
    }

    KeptKeys replaced(Fetched.Fresh fresh, Instant now) {
        return succeeded(
                new KeptSet(fresh.set().jwks(), fresh.from(), fresh.etag(), now, now), now.plus(fresh.freshFor()));
    }

    KeptKeys confirmed(Duration freshFor, Instant now) {
        KeptSet kept = set.orElseThrow();
        return succeeded(new KeptSet(kept.jwks(), kept.from(), kept.etag(), kept.fetchedAt(), now), now.plus(freshFor));
    }

    private KeptKeys succeeded(KeptSet kept, Instant next) {
        return new KeptKeys(issuer, keysFrom, Optional.of(kept), lastTried, next, Instant.EPOCH, Optional.empty());
    }

    /// Keeps the set, whatever went wrong.
    KeptKeys failed(Fetched.Failed failure, Instant now) {
        int times = failing.map(Failing::times).orElse(0) + 1;
        Instant leftAlone = failure.retryAfter().map(now::plus).orElse(Instant.EPOCH);
        return new KeptKeys(
                issuer,
                keysFrom,
                set,
                lastTried,
                later(now.plus(backoff(times)), leftAlone),
                leftAlone,
                Optional.of(new Failing(
                        failure.kind(),
                        failure.what(),
                        failing.map(Failing::since).orElse(now),
                        times)));
    }

    /// Due as soon as the last fetch is a minute ago; an issuer that fails keeps its respite.
    KeptKeys broughtForward(Instant now) {
        Instant sooner = later(now, lastTried.plus(APART));
        return failing.isPresent() || !sooner.isBefore(due)
                ? this
                : new KeptKeys(issuer, keysFrom, set, lastTried, sooner, notBefore, failing);
    }

    private static Duration backoff(int times) {
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(times - 1, 5));
        return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }

    private static Instant later(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }
}
