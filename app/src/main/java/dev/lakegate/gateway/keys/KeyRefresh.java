package dev.lakegate.gateway.keys;

import dev.lakegate.gateway.keys.JudgedKeySet.Accepted;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps the issuers' keys fresh: fetches what is due, and keeps what works when that fails. Neither an issuer that
/// fails nor a storm of unknown key ids makes it ask more often than once a minute.
public final class KeyRefresh {
    private final KeptKeysFolder folder;
    private final KeySetFetch fetch;
    private final InstantSource clock;

    /// Whether an issuer is asked before it need be.
    public enum Urgency {
        WHEN_DUE,
        /// At once, unless the issuer itself asked to be left alone (`Retry-After`).
        NOW
    }

    public KeyRefresh(KeptKeysFolder folder, KeySetFetch fetch, InstantSource clock) {
        this.folder = folder;
        this.fetch = fetch;
        this.clock = clock;
    }

    /// One outcome an issuer, in their order. Blocks while issuers are asked, one after the other; throws a problem
    /// when this machine's disk fails, before the issuer is asked.
    public List<Refreshed> refresh(List<Issuer> issuers, Urgency urgency) throws ProblemException {
        List<Refreshed> outcomes = new ArrayList<>();
        for (Issuer issuer : issuers) {
            outcomes.add(folder.holding(issuer, () -> refresh(issuer, urgency)));
        }
        return outcomes;
    }

    private Refreshed refresh(Issuer issuer, Urgency urgency) throws ProblemException {
        KeptKeys kept = usable(issuer);
        Instant now = clock.instant();
        if (!kept.isDue(now, urgency)) {
            return unasked(issuer, kept);
        }
        KeptKeys tried = kept.tried(now);
        folder.write(issuer, tried);
        Fetched fetched = fetch.fetch(issuer, kept.held());
        Instant answered = clock.instant();
        KeptKeys after = switch (fetched) {
            case Fetched.Fresh fresh -> tried.replaced(fresh, answered);
            case Fetched.NotModified(Duration freshFor) -> tried.confirmed(freshFor, answered);
            case Fetched.Failed failure -> tried.failed(failure, answered);
        };
        folder.write(issuer, after);
        return after.failing().isPresent() ? unasked(issuer, after) : asked(issuer, kept, after);
    }

    /// A token was seen whose key id is not among the issuer's keys: they may have been rotated early.
    public void unknownKidSeen(Issuer issuer) throws ProblemException {
        folder.holding(issuer, () -> {
            KeptKeys kept = folder.read(issuer);
            KeptKeys sooner = kept.broughtForward(clock.instant());
            if (!sooner.equals(kept)) {
                folder.write(issuer, sooner);
            }
            return sooner;
        });
    }

    /// Keys that the policy no longer allows are as good as none, and are no reason to ask for others conditionally.
    private KeptKeys usable(Issuer issuer) throws ProblemException {
        KeptKeys kept = folder.read(issuer);
        return kept.set().isPresent() && kept.judged(issuer).isEmpty() ? KeptKeys.none(issuer) : kept;
    }

    private static Refreshed asked(Issuer issuer, KeptKeys before, KeptKeys after) {
        Accepted now = after.judged(issuer).orElseThrow();
        Optional<List<SigningKey>> earlier = before.judged(issuer).map(Accepted::keys);
        return earlier.equals(Optional.of(now.keys()))
                ? new Refreshed.Unchanged(issuer.name(), now.keys(), now.leftOut())
                : new Refreshed.Changed(issuer.name(), now.keys(), now.leftOut());
    }

    /// What stands when nothing came.
    private static Refreshed unasked(Issuer issuer, KeptKeys kept) {
        Optional<List<SigningKey>> keys = kept.judged(issuer).map(Accepted::keys);
        if (keys.isEmpty()) {
            return kept.failing()
                    .map(failing -> new Refreshed.None(issuer.name(), failing.what(), failing.since()))
                    .orElseGet(() ->
                            new Refreshed.None(issuer.name(), "a fetch was begun and did not end", kept.lastTried()));
        }
        return kept.failing()
                .<Refreshed>map(failing -> new Refreshed.Kept(issuer.name(), keys.get(), failing))
                .orElseGet(() -> new Refreshed.NotDue(issuer.name(), keys.get(), kept.due()));
    }
}
