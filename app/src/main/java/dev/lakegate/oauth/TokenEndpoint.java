package dev.lakegate.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.TokenNotAcceptable;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The provider's token endpoint (RFC 6749 §3.2): turns a code or a refresh token into a checked [Grant]. Blocks.
final class TokenEndpoint {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Provider provider;
    private final InstantSource clock;

    TokenEndpoint(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /// @param nonce    what the ID token must repeat; null on a refresh
    /// @param previous the grant being refreshed; null at sign-in
    Grant redeem(AuthorizationGrant authorization, @Nullable Nonce nonce, @Nullable Grant previous)
            throws ProblemException {
        Instant sentAt = clock.instant();
        HTTPResponse answer = provider.send(request(authorization).toHTTPRequest());
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (response instanceof OIDCTokenResponse success) {
                return grant(success.getOIDCTokens(), nonce, previous, sentAt);
            }
            throw new ProblemException(refusal(response.toErrorResponse().getErrorObject(), answer, previous));
        } catch (ParseException malformed) {
            throw isUnavailable(answer)
                    ? unavailable(answer)
                    : provider.misconfigured("its token endpoint's answer cannot be read", malformed);
        }
    }

    private TokenRequest request(AuthorizationGrant authorization) throws ProblemException {
        Profile profile = provider.profile();
        TokenRequest.Builder request = new TokenRequest.Builder(
                provider.metadata().getTokenEndpointURI(), new ClientID(profile.clientId()), authorization);
        switch (profile.audienceParameter()) {
            case RESOURCE -> request.resources(URI.create(profile.audience()));
            case AUDIENCE -> request.customParameter("audience", profile.audience());
            case NONE -> {}
        }
        return request.build();
    }

    private Grant grant(OIDCTokens tokens, @Nullable Nonce nonce, @Nullable Grant previous, Instant sentAt)
            throws ProblemException {
        Person person = person(tokens.getIDToken(), nonce, previous);
        Token identity = switch (provider.profile().identityToken()) {
            case ACCESS -> accessToken(tokens.getAccessToken(), sentAt);
            case ID -> idToken(tokens.getIDToken(), sentAt);
        };
        Optional<Secret> refreshToken = Optional.ofNullable(tokens.getRefreshToken())
                .map(token -> new Secret(token.getValue()))
                // RFC 6749 §6: without a new one the old one stays good
                .or(() -> Optional.ofNullable(previous).flatMap(Grant::refreshToken));
        Optional<Secret> idToken = Optional.ofNullable(tokens.getIDToken())
                .map(token -> new Secret(token.getParsedString()))
                .or(() -> Optional.ofNullable(previous).flatMap(Grant::idToken));
        return new Grant(person, identity, idToken, refreshToken);
    }

    /// Sign-in needs a valid ID token; a refresh may leave it out, but must not change the person.
    private Person person(@Nullable JWT idToken, @Nullable Nonce nonce, @Nullable Grant previous)
            throws ProblemException {
        if (idToken == null) {
            if (previous != null) {
                return previous.person();
            }
            throw notAcceptable("there is no ID token; is the scope 'openid' asked for?");
        }
        try {
            IDTokenClaimsSet claims = provider.idTokenValidator().validate(idToken, nonce);
            String subject = claims.getSubject().getValue();
            if (previous != null && !previous.person().subject().equals(subject)) {
                throw notAcceptable("the refreshed ID token is for another person");
            }
            String label = Optional.ofNullable(claims.getStringClaim("email"))
                    .or(() -> Optional.ofNullable(claims.getStringClaim("preferred_username")))
                    .orElse(subject);
            return new Person(subject, label);
        } catch (KeySourceException noKeys) {
            throw new ProblemException(
                    new ProviderUnreachable(provider.profile().issuer(), String.valueOf(noKeys.getMessage())), noKeys);
        } catch (BadJOSEException | JOSEException invalid) {
            throw notAcceptable("its ID token is not valid: " + invalid.getMessage());
        }
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

    private dev.lakegate.model.Problem refusal(ErrorObject error, HTTPResponse answer, @Nullable Grant previous)
            throws ProblemException {
        if (isUnavailable(answer)) {
            throw unavailable(answer);
        }
        if (previous != null && OAuth2Error.INVALID_GRANT.equals(error)) {
            return new SignInNeeded(provider.profile().name());
        }
        return new SignInRefused(
                provider.profile().issuer(),
                Optional.ofNullable(error.getCode()).orElse("status " + answer.getStatusCode()),
                Optional.ofNullable(error.getDescription()).orElse(""));
    }

    private static boolean isUnavailable(HTTPResponse answer) {
        return answer.getStatusCode() >= 500 || answer.getStatusCode() == TOO_MANY_REQUESTS;
    }

    private ProblemException unavailable(HTTPResponse answer) {
        return new ProblemException(new ProviderUnreachable(
                provider.profile().issuer(), "its token endpoint answers with status " + answer.getStatusCode()));
    }

    private ProblemException notAcceptable(String reason) {
        return new ProblemException(new TokenNotAcceptable(provider.profile().issuer(), reason));
    }
}
