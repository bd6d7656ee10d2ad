package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The provider's token endpoint (RFC 6749 §3.2): turns a code or a refresh token into a checked [Grant]. Blocks.
final class TokenEndpoint {
    private final Provider provider;
    private final InstantSource clock;
    private final IssuedTokens issuedTokens;

    TokenEndpoint(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
        this.issuedTokens = new IssuedTokens(provider);
    }

    /// On what occasion tokens are asked for, which decides what they have to say.
    sealed interface Occasion {

        /// A person has signed in.
        ///
        /// @param nonce  what the ID token must repeat; the device grant has none
        /// @param asked  what was asked of the sign-in
        /// @param demand what of that the gateway insists on
        /// @param since  when it was asked
        record SignedIn(Optional<Nonce> nonce, Demand asked, Demand demand, Instant since) implements Occasion {}

        /// The grant is continued.
        record Refreshed(Grant previous) implements Occasion {}
    }

    Grant redeem(AuthorizationGrant authorization, Occasion occasion) throws ProblemException {
        Instant sentAt = clock.instant();
        HTTPResponse answer = provider.send(request(authorization).toHTTPRequest());
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (response instanceof OIDCTokenResponse success) {
                Duration sinceAsked = occasion instanceof Occasion.SignedIn signedIn
                        ? Duration.between(signedIn.since(), clock.instant())
                        : Duration.ZERO;
                return issuedTokens.grant(success.getOIDCTokens(), occasion, sentAt, sinceAsked);
            }
            throw refusal(response.toErrorResponse().getErrorObject(), answer, occasion);
        } catch (ParseException malformed) {
            throw provider.unreadable("token endpoint", answer, malformed);
        }
    }

    private TokenRequest request(AuthorizationGrant authorization) throws ProblemException {
        Profile profile = provider.profile();
        URI endpoint = provider.metadata().getTokenEndpointURI();
        TokenRequest.Builder request = provider.clientAuthentication()
                .map(secret -> new TokenRequest.Builder(endpoint, secret, authorization))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, provider.client(), authorization));
        switch (profile.audienceParameter()) {
            case RESOURCE -> request.resources(URI.create(profile.audience()));
            case AUDIENCE -> request.customParameter("audience", profile.audience());
            case NONE -> {}
        }
        return request.build();
    }

    private ProblemException refusal(ErrorObject error, HTTPResponse answer, Occasion occasion) {
        ProblemException refusal = provider.refusal("token endpoint", answer, error);
        return switch (occasion) {
            case Occasion.Refreshed _
            when OAuth2Error.INVALID_GRANT.equals(error) && answer.getStatusCode() < 500 ->
                new ProblemException(new SignInNeeded(provider.profile().name()), refusal);
            case Occasion.Refreshed _, Occasion.SignedIn _ -> refusal;
        };
    }
}
