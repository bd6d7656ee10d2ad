package dev.lakegate.oauth;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends the person's session at the provider, in their browser (OpenID Connect RP-Initiated Logout 1.0): without it the
/// next sign-in asks for no password.
public final class EndSession {
    private final Provider provider;

    public EndSession(Provider provider) {
        this.provider = provider;
    }

    /// An address of this machine that the browser is to open, and which sends it on to the provider, once, within a
    /// minute: the ID token that goes along must not stand in the browser's command line, which every user of the
    /// machine can read. Empty where the provider offers no end of sessions.
    ///
    /// Blocks for the provider's metadata only.
    public Optional<OneTimeAddress> begin(Grant grant) throws ProblemException {
        URI endpoint = provider.metadata().getEndSessionEndpointURI();
        if (endpoint == null) {
            return Optional.empty();
        }
        // no post_logout_redirect_uri: one that is not registered would be refused, and the session would stay
        URI logout = new LogoutRequest(endpoint, hint(grant), null, provider.client(), null, null, null).toURI();
        return Optional.of(OneTimeAddress.leadingTo(logout));
    }

    /// Not where the ID token is what the gateway accepts: another user of this machine might open the address first.
    private @Nullable JWT hint(Grant grant) {
        if (grant.idToken().isEmpty() || provider.profile().identityToken() == IdentityToken.ID) {
            return null;
        }
        try {
            return JWTParser.parse(grant.idToken().get().reveal());
        } catch (ParseException malformed) {
            return null;
        }
    }
}
