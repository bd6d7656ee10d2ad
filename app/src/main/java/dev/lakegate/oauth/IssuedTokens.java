package dev.lakegate.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.oauth.TokenEndpoint.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the token endpoint issued, checked: who it is for, where it may be used, for how long.
final class IssuedTokens {
    private final Provider provider;

    IssuedTokens(Provider provider) {
        this.provider = provider;
    }

    /// Throws [TokenNotAcceptable] for whatever must not be used; blocks when the provider's keys are not known yet.
    ///
    /// @param sinceAsked how long ago a sign-in was asked for
    Grant grant(OIDCTokens tokens, Occasion occasion, Instant sentAt, Duration sinceAsked) throws ProblemException {
        Optional<Grant> previous =
                occasion instanceof Occasion.Refreshed refreshed ? Optional.of(refreshed.previous()) : Optional.empty();
        Optional<IDTokenClaimsSet> claims = idTokenClaims(tokens.getIDToken(), occasion);
        Person person = person(claims, previous);
        Token identity = switch (provider.profile().identityToken()) {
            case ACCESS -> accessToken(tokens.getAccessToken(), sentAt);
            case ID -> idToken(tokens.getIDToken(), sentAt);
        };
        if (occasion instanceof Occasion.SignedIn signedIn && claims.isPresent()) {
            JWTClaimsSet shown = claims(identity.value().reveal(), "identity token cannot be read");
            new SignInStrength(provider.profile(), sinceAsked).require(signedIn, claims.get(), shown);
        }
        Optional<Secret> refreshToken = Optional.ofNullable(tokens.getRefreshToken())
                .map(token -> new Secret(token.getValue()))
                // RFC 6749 §6: without a new one the old one stays good
                .or(() -> previous.flatMap(Grant::refreshToken));
        Optional<Secret> idToken = Optional.ofNullable(tokens.getIDToken())
                .map(token -> new Secret(token.getParsedString()))
                .or(() -> previous.flatMap(Grant::idToken));
        return new Grant(person, identity, idToken, refreshToken);
    }

    /// Sign-in needs a valid ID token; a refresh may leave it out.
    private Optional<IDTokenClaimsSet> idTokenClaims(@Nullable JWT idToken, Occasion occasion) throws ProblemException {
        if (idToken == null) {
            return switch (occasion) {
                case Occasion.Refreshed _ -> Optional.empty();
                case Occasion.SignedIn _ ->
                    throw notAcceptable("there is no ID token; is the scope 'openid' asked for?");
            };
        }
        try {
            return Optional.of(provider.idTokenValidator()
                    .validate(
                            idToken,
                            switch (occasion) {
                                case Occasion.Refreshed _ -> null;
                                case Occasion.SignedIn signedIn ->
                                    signedIn.nonce().orElse(null);
                            }));
        } catch (KeySourceException noKeys) {
            throw new ProblemException(
                    new ProviderUnreachable(provider.profile().issuer(), Reason.of(noKeys)), noKeys);
        } catch (BadJOSEException | JOSEException invalid) {
            throw notAcceptable("its ID token is not valid: " + invalid.getMessage());
        }
    }

    /// A refresh must not change the person.
    private Person person(Optional<IDTokenClaimsSet> idToken, Optional<Grant> previous) throws ProblemException {
        if (idToken.isEmpty()) {
            return previous.orElseThrow().person();
        }
        IDTokenClaimsSet claims = idToken.get();
        String subject = claims.getSubject().getValue();
        if (previous.isPresent() && !previous.get().person().subject().equals(subject)) {
            throw notAcceptable("the refreshed ID token is for another person");
        }
        String label = Optional.ofNullable(claims.getStringClaim("email"))
                .or(() -> Optional.ofNullable(claims.getStringClaim("preferred_username")))
                .orElse(subject);
        return new Person(subject, label);
    }

    private Token accessToken(AccessToken token, Instant sentAt) throws ProblemException {
        JWTClaimsSet claims = claims(
                token.getValue(),
                "access token is not a JWT; is the audience asked for as this "
                        + "provider wants it ('audience_parameter')?");
        return token(token.getValue(), claims, token.getLifetime(), sentAt);
    }

    private Token idToken(@Nullable JWT idToken, Instant sentAt) throws ProblemException {
        if (idToken == null) {
            throw notAcceptable("refreshing brings no new ID token, so 'identity_token = \"id\"' cannot be used");
        }
        String value = idToken.getParsedString();
        return token(value, claims(value, "ID token cannot be read"), 0, sentAt);
    }

    private JWTClaimsSet claims(String jwt, String otherwise) throws ProblemException {
        try {
            SignedJWT signed = SignedJWT.parse(jwt);
            if (!Provider.ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
                throw notAcceptable("its token is signed with "
                        + signed.getHeader().getAlgorithm() + ", and gateways verify only RS256 and ES256");
            }
            return signed.getJWTClaimsSet();
        } catch (java.text.ParseException notOne) {
            throw notAcceptable("its " + otherwise);
        }
    }

    /// Lifetimes count from this machine's clock, so that a wrong clock neither shortens nor lengthens them.
    private Token token(String value, JWTClaimsSet claims, long lifetimeSeconds, Instant sentAt)
            throws ProblemException {
        String audience = provider.profile().identityToken() == IdentityToken.ID
                ? provider.profile().clientId()
                : provider.profile().audience();
        if (!claims.getAudience().contains(audience)) {
            throw notAcceptable("its audience is " + claims.getAudience() + " and not " + audience);
        }
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        if (expires == null || (lifetimeSeconds <= 0 && issued == null)) {
            throw notAcceptable("it does not say when it expires");
        }
        Duration announced = Duration.ofSeconds(lifetimeSeconds);
        Duration own = issued == null ? announced : Duration.between(issued.toInstant(), expires.toInstant());
        // gateways go by the token's own expiry, whatever is announced
        Duration lifetime = lifetimeSeconds > 0 && announced.compareTo(own) < 0 ? announced : own;
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw notAcceptable("it has expired before it came");
        }
        return new Token(new Secret(value), sentAt, sentAt.plus(lifetime));
    }

    private ProblemException notAcceptable(String reason) {
        return new ProblemException(new TokenNotAcceptable(provider.profile().issuer(), reason));
    }
}
