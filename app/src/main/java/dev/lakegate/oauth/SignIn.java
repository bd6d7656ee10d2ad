package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Signs a person in: authorization code with PKCE in the system browser (RFC 6749 §4.1, RFC 7636, RFC 8252).
public final class SignIn {
    private final Provider provider;
    private final TokenEndpoint tokenEndpoint;

    public SignIn(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.tokenEndpoint = new TokenEndpoint(provider, clock);
    }

    /// Blocks until the person has signed in, the provider has refused, or the profile's timeout has passed.
    ///
    /// @param browser is given the address at which the person signs in
    public Grant signIn(Consumer<URI> browser) throws ProblemException {
        Profile profile = provider.profile();
        OIDCProviderMetadata metadata = provider.metadata();
        try (LoopbackRedirect redirect = LoopbackRedirect.open(profile.signIn().redirectPorts(), path(metadata))) {
            State state = new State();
            Nonce nonce = new Nonce();
            CodeVerifier verifier = new CodeVerifier();
            browser.accept(authorizationRequest(metadata, redirect.address(), state, nonce, verifier));

            long deadline = System.nanoTime() + profile.signIn().timeout().toNanos();
            while (true) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    // also while wrong callbacks keep coming
                    throw timedOut(profile);
                }
                LoopbackRedirect.Callback callback =
                        redirect.next(Duration.ofNanos(left)).orElseThrow(() -> timedOut(profile));
                Optional<AuthorizationResponse> response = matching(callback, state, metadata);
                if (response.isEmpty()) {
                    callback.answer(SignInPage.NOT_THIS_ONE);
                    continue;
                }
                try {
                    Grant grant = tokenEndpoint.redeem(
                            new AuthorizationCodeGrant(code(response.get()), redirect.address(), verifier),
                            nonce,
                            null);
                    callback.answer(SignInPage.signedIn(grant.person()));
                    return grant;
                } catch (ProblemException failure) {
                    callback.answer(SignInPage.failed(failure.problem()));
                    throw failure;
                }
            }
        }
    }

    private URI authorizationRequest(
            OIDCProviderMetadata metadata, URI redirect, State state, Nonce nonce, CodeVerifier verifier) {
        Profile profile = provider.profile();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(profile.signIn().scopes().toArray(String[]::new)),
                        new ClientID(profile.clientId()),
                        redirect)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        switch (profile.audienceParameter()) {
            case RESOURCE -> request.resources(URI.create(profile.audience()));
            case AUDIENCE -> request.customParameter("audience", profile.audience());
            case NONE -> {}
        }
        if (profile.signIn().scopes().contains("offline_access")) {
            // OpenID Connect Core §11: offline access needs the person's consent
            request.customParameter("prompt", "consent");
        }
        return request.build().toURI();
    }

    /// Where the provider names itself in its answer (RFC 9207) one path serves all; elsewhere each profile has its
    /// own, so that no provider's answer is taken for another's (RFC 9700 §4.4).
    private String path(OIDCProviderMetadata metadata) {
        return metadata.supportsAuthorizationResponseIssuerParam()
                ? "/callback"
                : "/callback/" + provider.profile().name();
    }

    /// Empty when the callback does not answer this request: anyone on this machine can call the port.
    private Optional<AuthorizationResponse> matching(
            LoopbackRedirect.Callback callback, State state, OIDCProviderMetadata metadata) {
        try {
            AuthorizationResponse response = AuthorizationResponse.parse(callback.address());
            boolean issuerMatches = response.getIssuer() == null
                    ? !metadata.supportsAuthorizationResponseIssuerParam()
                    : response.getIssuer().equals(metadata.getIssuer());
            return state.equals(response.getState()) && issuerMatches ? Optional.of(response) : Optional.empty();
        } catch (ParseException | IllegalArgumentException notOne) { // the latter for 'code=' and the like
            return Optional.empty();
        }
    }

    private AuthorizationCode code(AuthorizationResponse response) throws ProblemException {
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
        return code;
    }

    private static ProblemException timedOut(Profile profile) {
        return new ProblemException(
                new SignInTimedOut(profile.name(), profile.signIn().timeout().toSeconds()));
    }
}
