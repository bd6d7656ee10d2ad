package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import dev.lakegate.config.Profile;
import dev.lakegate.config.SignInSettings;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.util.Optional;

/// One authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1) and the answer that belongs to it.
final class OutstandingRequest {
    private final Provider provider;
    private final URI redirect;
    private final State state = new State();
    private final Nonce nonce = new Nonce();
    private final CodeVerifier verifier = new CodeVerifier();

    OutstandingRequest(Provider provider, URI redirect) {
        this.provider = provider;
        this.redirect = redirect;
    }

    /// Where the person signs in. Blocks where the provider takes the request beforehand (RFC 9126): the browser's
    /// history, and everyone who sees the address, then learn nothing of it.
    ///
    /// @param asked how strong and recent the sign-in should be
    URI address(Demand asked) throws ProblemException {
        AuthenticationRequest request = request(asked);
        URI pushing = provider.metadata().getPushedAuthorizationRequestEndpointURI();
        return (pushing == null ? request : pushed(pushing, request)).toURI();
    }

    Nonce nonce() {
        return nonce;
    }

    private AuthenticationRequest request(Demand asked) throws ProblemException {
        Profile profile = provider.profile();
        SignInSettings settings = profile.signIn();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        provider.client(),
                        redirect)
                .endpointURI(provider.metadata().getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        switch (profile.audienceParameter()) {
            case RESOURCE -> request.resources(URI.create(profile.audience()));
            case AUDIENCE -> request.customParameter("audience", profile.audience());
            case NONE -> {}
        }
        settings.prompt().ifPresent(prompt -> request.customParameter("prompt", prompt));
        settings.loginHint().ifPresent(request::loginHint);
        asked.maxAge().ifPresent(age -> request.maxAge((int) Math.min(age.toSeconds(), Integer.MAX_VALUE)));
        if (!asked.acrValues().isEmpty()) {
            request.acrValues(asked.acrValues().stream().map(ACR::new).toList());
        }
        settings.authorizationParameters().forEach(request::customParameter);
        return request.build();
    }

    private AuthorizationRequest pushed(URI endpoint, AuthenticationRequest request) throws ProblemException {
        PushedAuthorizationRequest push = provider.clientAuthentication()
                .map(secret -> new PushedAuthorizationRequest(endpoint, secret, request))
                .orElseGet(() -> new PushedAuthorizationRequest(endpoint, request));
        HTTPResponse answer = provider.send(push.toHTTPRequest());
        try {
            PushedAuthorizationResponse response = PushedAuthorizationResponse.parse(answer);
            if (!response.indicatesSuccess()) {
                throw provider.refusal(
                        "pushed authorization request endpoint",
                        answer,
                        response.toErrorResponse().getErrorObject());
            }
            return new AuthorizationRequest.Builder(response.toSuccessResponse().getRequestURI(), provider.client())
                    .endpointURI(request.getEndpointURI())
                    .build();
        } catch (ParseException malformed) {
            throw provider.unreadable("pushed authorization request endpoint", answer, malformed);
        }
    }

    /// What an address at which a browser ended is to this request.
    sealed interface Match {
        record Answer(AuthorizationResponse response) implements Match {}

        /// Anyone on this machine can call the redirect address, and people paste what they have.
        record NotThisOne(String reason) implements Match {}
    }

    Match match(String address) throws ProblemException {
        String bare = bare(address);
        if (bare.isEmpty()) {
            return new Match.NotThisOne("Nothing was pasted.");
        }
        if (!bare.startsWith(redirect + "?")) {
            return new Match.NotThisOne("The address at which the browser ends begins with " + redirect
                    + "?; it may show there that the page cannot be reached.");
        }
        AuthorizationResponse response;
        try {
            response = AuthorizationResponse.parse(URI.create(bare));
        } catch (ParseException | IllegalArgumentException notOne) { // the latter for 'code=' and the like
            return new Match.NotThisOne("The provider's answer in it cannot be read; copy the address whole.");
        }
        if (!state.equals(response.getState())) {
            return new Match.NotThisOne(
                    response.getState() == null
                            ? "The end of the address is missing; copy it whole."
                            : "It belongs to another sign-in; use the address of the window opened last.");
        }
        return issuerMatches(response)
                ? new Match.Answer(response)
                : new Match.NotThisOne("It comes from another provider than the one that was asked.");
    }

    /// Terminals break long lines, people add quotes, and browsers show addresses without their scheme.
    private static String bare(String address) {
        String bare = address.replaceAll("\\s", "").replaceAll("^[\"'<`]+|[\"'>`]+$", "");
        return bare.startsWith("127.0.0.1:") ? "http://" + bare : bare;
    }

    /// RFC 9207 §2.4: required where the provider announces it, compared wherever it comes.
    private boolean issuerMatches(AuthorizationResponse response) throws ProblemException {
        return response.getIssuer() == null
                ? !provider.metadata().supportsAuthorizationResponseIssuerParam()
                : response.getIssuer().equals(provider.metadata().getIssuer());
    }

    /// Throws [SignInRefused] when the provider's answer is that.
    AuthorizationCodeGrant granted(AuthorizationResponse response) throws ProblemException {
        if (response instanceof AuthorizationErrorResponse refusal) {
            throw new ProblemException(new SignInRefused(
                    provider.profile().issuer(),
                    String.valueOf(refusal.getErrorObject().getCode()),
                    Optional.ofNullable(refusal.getErrorObject().getDescription())
                            .orElse("")));
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw provider.misconfigured("its answer carries no authorization code", null);
        }
        return new AuthorizationCodeGrant(code, redirect, verifier);
    }
}
