package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.net.URI;

/// Ends a grant at the provider (RFC 7009). Blocks.
public final class Revocation {
    private final Provider provider;

    public Revocation(Provider provider) {
        this.provider = provider;
    }

    /// Whether the provider has taken the refresh token back; false where it offers no revocation or there is none.
    public boolean revoke(Grant grant) throws ProblemException {
        URI endpoint = provider.metadata().getRevocationEndpointURI();
        if (endpoint == null || grant.refreshToken().isEmpty()) {
            return false;
        }
        RefreshToken token = new RefreshToken(grant.refreshToken().get().reveal());
        ClientID client = new ClientID(provider.profile().clientId());
        return provider.send(new TokenRevocationRequest(endpoint, client, token).toHTTPRequest())
                .indicatesSuccess();
    }
}
