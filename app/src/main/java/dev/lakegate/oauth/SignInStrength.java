package dev.lakegate.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.lakegate.config.Profile;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.TokenEndpoint.Occasion.SignedIn;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a sign-in was as strong and as recent as was asked. A provider that ignores what a gateway insists on is
/// told
/// here: the gateway would only ask again, and the person would sign in without end.
final class SignInStrength {
    /// Claims are in whole seconds, on both ends.
    private static final Duration ROUNDING = Duration.ofSeconds(5);

    private final Profile profile;
    private final Duration sinceAsked;

    /// @param sinceAsked how long ago, by this machine's clock, the sign-in was asked for
    SignInStrength(Profile profile, Duration sinceAsked) {
        this.profile = profile;
        this.sinceAsked = sinceAsked;
    }

    /// @param idToken  which must tell the time of a sign-in that was asked for by `max_age` (OpenID Connect Core
    ///                 §3.1.2.1)
    /// @param identity the claims that the gateway reads (RFC 9470 §6.2)
    void require(SignedIn signedIn, IDTokenClaimsSet idToken, JWTClaimsSet identity) throws ProblemException {
        if (signedIn.asked().maxAge().isPresent()) {
            requireRecent(
                    "ID token",
                    idToken.getAuthenticationTime(),
                    idToken.getIssueTime(),
                    signedIn.asked().maxAge().get());
        }
        if (signedIn.demand().maxAge().isPresent()) {
            Optional<Instant> time = Optional.ofNullable(authTime(identity));
            requireRecent(
                    "identity token",
                    time.map(Date::from).orElse(null),
                    identity.getIssueTime(),
                    signedIn.demand().maxAge().get());
        }
        Object acr = identity.getClaim("acr");
        if (!signedIn.demand().acrValues().isEmpty()
                && !(acr instanceof String text && signedIn.demand().acrValues().contains(text))) {
            throw notAcceptable("the gateway wants a sign-in of the strength (acr) "
                    + String.join(" or ", signedIn.demand().acrValues()) + ", and the identity token tells "
                    + (acr == null ? "none" : acr));
        }
    }

    /// Both times are the provider's, so that a wrong clock of this machine does not matter; what has passed since the
    /// sign-in was asked for is the person's own time at the provider's page.
    private void requireRecent(String token, @Nullable Date authenticated, @Nullable Date issued, Duration maxAge)
            throws ProblemException {
        if (authenticated == null || issued == null) {
            throw notAcceptable("a sign-in within the last " + maxAge.toSeconds()
                    + " seconds (max_age) was asked for, and its " + token + " does not tell when it was (auth_time)");
        }
        Duration age = Duration.between(authenticated.toInstant(), issued.toInstant());
        if (age.compareTo(maxAge.plus(sinceAsked).plus(ROUNDING)) > 0) {
            throw notAcceptable("a sign-in within the last " + maxAge.toSeconds()
                    + " seconds (max_age) was asked for, and by its " + token + " it was " + age.toSeconds()
                    + " seconds ago");
        }
    }

    private static @Nullable Instant authTime(JWTClaimsSet claims) {
        try {
            Long seconds = claims.getLongClaim("auth_time");
            return seconds == null ? null : Instant.ofEpochSecond(seconds);
        } catch (ParseException | RuntimeException notOne) {
            return null;
        }
    }

    private ProblemException notAcceptable(String reason) {
        return new ProblemException(new TokenNotAcceptable(profile.issuer(), reason));
    }
}
