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
import java.util.Optional;

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
        Grant next = next(grant);
        // signed out, or in anew, meanwhile: what is kept now counts
        return store.replace(key, grant, next) ? next.identityToken() : token(remaining);
    }

    /// A dead refresh token leaves the identity token good until it expires; only then is the grant over.
    private Grant next(Grant grant) throws ProblemException {
        try {
            return refresh.refresh(grant);
        } catch (ProblemException failure) {
            if (!(failure.problem() instanceof SignInNeeded)) {
                throw failure;
            }
            if (grant.identityToken().isValidFor(Duration.ZERO, clock.instant())) {
                return new Grant(grant.person(), grant.identityToken(), grant.idToken(), Optional.empty());
            }
            store.delete(key, grant);
            throw failure;
        }
    }
}
