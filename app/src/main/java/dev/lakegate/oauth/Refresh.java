package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.oauth.TokenEndpoint.Occasion.Refreshed;
import java.time.InstantSource;

/// Gets the next identity token for a refresh token (RFC 6749 §6, OpenID Connect Core §12). Blocks.
public final class Refresh {
    private final Provider provider;
    private final TokenEndpoint tokenEndpoint;

    public Refresh(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.tokenEndpoint = new TokenEndpoint(provider, clock);
    }

    /// Throws [SignInNeeded] when there is no refresh token or the provider no longer takes it.
    public Grant refresh(Grant grant) throws ProblemException {
        Secret refreshToken = grant.refreshToken()
                .orElseThrow(() ->
                        new ProblemException(new SignInNeeded(provider.profile().name())));
        return tokenEndpoint.redeem(
                new RefreshTokenGrant(new RefreshToken(refreshToken.reveal())), new Refreshed(grant));
    }
}
