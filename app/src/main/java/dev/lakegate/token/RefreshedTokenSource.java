package dev.lakegate.token;

import dev.lakegate.audit.AuditEvent.Renewed;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.Token;
import dev.lakegate.oauth.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identity tokens of the signed-in person, refreshed when the stored one lives too short: by one thread of one process
/// at a time, since providers take a second use of a refresh token for a theft (RFC 9700 §4.14.2).
public final class RefreshedTokenSource implements TokenSource {
    private final ProfileName profile;
    private final CredentialKey key;
    private final CredentialStore store;
    private final Refresh refresh;
    private final InstantSource clock;
    private final AuditTrail trail;

    /// @param trail learns of every renewal, and of those that fail
    public RefreshedTokenSource(
            ProfileName profile,
            CredentialKey key,
            CredentialStore store,
            Refresh refresh,
            InstantSource clock,
            AuditTrail trail) {
        this.profile = profile;
        this.key = key;
        this.store = store;
        this.refresh = refresh;
        this.clock = clock;
        this.trail = trail;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        Grant seen = kept();
        return isGood(seen, remaining)
                ? seen.identityToken()
                : store.exclusively(key, () -> refreshed(seen, remaining));
    }

    /// What another thread or process has brought meanwhile is used, though it may live shorter than asked: a refresh
    /// of our own would bring no better.
    private Token refreshed(Grant seen, Duration remaining) throws ProblemException {
        Grant grant = kept();
        if (isGood(grant, grant.equals(seen) ? remaining : Duration.ZERO)) {
            return grant.identityToken();
        }
        if (grant.refreshToken().isEmpty()) {
            return lastToken(grant);
        }
        Grant next;
        long begun = System.nanoTime();
        try {
            next = refresh.refresh(grant);
        } catch (ProblemException failure) {
            note(grant, null, failure.problem().code(), begun);
            if (failure.problem() instanceof SignInNeeded) {
                return afterRefusal(grant, remaining);
            }
            throw failure;
        }
        note(next, next.identityToken().expiresAt(), null, begun);
        // signed out, or in anew, meanwhile: what is kept now counts
        return store.replace(key, grant, next) ? next.identityToken() : token(remaining);
    }

    private void note(Grant grant, @Nullable Instant expiresAt, @Nullable String problem, long begunNanos) {
        trail.append(new Renewed(
                clock.instant(),
                profile.value(),
                grant.person().label(),
                expiresAt,
                problem,
                (System.nanoTime() - begunNanos) / 1_000));
    }

    /// The provider takes the refresh token no longer. Perhaps because it is not the last one: someone signed in anew,
    /// or a process that could not lock has refreshed.
    private Token afterRefusal(Grant refused, Duration remaining) throws ProblemException {
        if (!kept().equals(refused)) {
            return token(remaining);
        }
        Grant withoutRefresh =
                new Grant(refused.person(), refused.identityToken(), refused.idToken(), Optional.empty());
        if (isGood(refused, Duration.ZERO) && !store.replace(key, refused, withoutRefresh)) {
            return token(remaining);
        }
        return lastToken(refused);
    }

    /// Without a refresh token the identity token is good until it expires; only then is the grant over.
    private Token lastToken(Grant grant) throws ProblemException {
        if (isGood(grant, Duration.ZERO)) {
            return grant.identityToken();
        }
        store.delete(key, grant);
        throw signInNeeded();
    }

    private Grant kept() throws ProblemException {
        return store.load(key).orElseThrow(this::signInNeeded);
    }

    private boolean isGood(Grant grant, Duration remaining) {
        return grant.identityToken().isValidFor(remaining, clock.instant());
    }

    private ProblemException signInNeeded() {
        return new ProblemException(new SignInNeeded(profile));
    }
}
