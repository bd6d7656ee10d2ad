package dev.lakegate.token;

import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.Token;
import dev.lakegate.oauth.Refresh;
import java.time.Duration;
import java.time.InstantSource;

/// Identity tokens of the signed-in person, refreshed when the stored one lives too short.
public final class RefreshedTokenSource implements TokenSource {
    private final ProfileName profile;
    private final CredentialKey key;
    private final CredentialStore store;
    private final Refresh refresh;
    private final InstantSource clock;

    public RefreshedTokenSource(
            ProfileName profile, CredentialKey key, CredentialStore store, Refresh refresh, InstantSource clock) {
        this.profile = profile;
        this.key = key;
        this.store = store;
        this.refresh = refresh;
        this.clock = clock;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        Grant grant = store.load(key).orElseThrow(() -> new ProblemException(new SignInNeeded(profile)));
        if (grant.identityToken().isValidFor(remaining, clock.instant())) {
            return grant.identityToken();
        }
        try {
            Grant refreshed = refresh.refresh(grant);
            return store.replace(key, grant, refreshed) ? refreshed.identityToken() : token(remaining);
        } catch (ProblemException failure) {
            if (failure.problem() instanceof SignInNeeded) {
                return lastOf(grant, failure);
            }
            throw failure;
        }
    }

    /// A dead refresh token leaves the identity token good until it expires; only then is the grant over.
    private Token lastOf(Grant grant, ProblemException dead) throws ProblemException {
        if (grant.identityToken().isValidFor(Duration.ZERO, clock.instant())) {
            return grant.identityToken();
        }
        store.delete(key);
        throw dead;
    }
}
