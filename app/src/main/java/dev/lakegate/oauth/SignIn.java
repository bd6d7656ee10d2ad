package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInCancelled;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.OutstandingRequest.Match;
import dev.lakegate.oauth.SignInAttempt.Announcement.OpenAddress;
import dev.lakegate.oauth.SignInAttempt.Cancelled;
import dev.lakegate.oauth.SignInAttempt.Return;
import dev.lakegate.oauth.TokenEndpoint.Occasion.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Signs a person in: authorization code with PKCE in the system browser (RFC 6749 §4.1, RFC 7636, RFC 8252).
public final class SignIn {
    private final Provider provider;
    private final TokenEndpoint tokenEndpoint;
    private final InstantSource clock;

    public SignIn(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.tokenEndpoint = new TokenEndpoint(provider, clock);
        this.clock = clock;
    }

    /// Blocks until the person has signed in or given up, the provider has refused, or the profile's timeout has
    /// passed:
    /// [SignInCancelled], `SignInRefused`, [SignInTimedOut]. A sign-in weaker or older than the demand is
    /// `TokenNotAcceptable`.
    public Grant signIn(SignInAttempt attempt, Demand demand) throws ProblemException {
        Profile profile = provider.profile();
        Demand asked = demand.over(profile.signIn());
        try (LoopbackRedirect redirect =
                LoopbackRedirect.open(profile.signIn().redirectPorts(), redirectPath(), attempt::arrive)) {
            OutstandingRequest request = new OutstandingRequest(provider, redirect.address());
            Instant since = clock.instant();
            attempt.announce(new OpenAddress(request.address(asked)));

            long deadline = System.nanoTime() + profile.signIn().timeout().toNanos();
            while (true) {
                Return returned = next(attempt, deadline);
                switch (request.match(returned.address())) {
                    case Match.NotThisOne(String reason) -> returned.refuse(reason);
                    case Match.Answer(AuthorizationResponse response) -> {
                        SignedIn occasion = new SignedIn(Optional.of(request.nonce()), asked, demand, since);
                        return conclude(returned, request, response, occasion);
                    }
                }
            }
        }
    }

    /// Where the provider names itself in its answer (RFC 9207) one path serves all; elsewhere each profile has its
    /// own, so that no provider's answer is taken for another's (RFC 9700 §4.4).
    private String redirectPath() throws ProblemException {
        return provider.metadata().supportsAuthorizationResponseIssuerParam()
                ? "/callback"
                : "/callback/" + provider.profile().name();
    }

    /// The wait ends in time also while wrong ones keep coming.
    private Return next(SignInAttempt attempt, long deadline) throws ProblemException {
        Profile profile = provider.profile();
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        SignInAttempt.Arrival arrival = (left.isPositive()
                        ? attempt.next(left)
                        : Optional.<SignInAttempt.Arrival>empty())
                .orElseThrow(() -> new ProblemException(new SignInTimedOut(
                        profile.name(), profile.signIn().timeout().toSeconds())));
        return switch (arrival) {
            case Return returned -> returned;
            case Cancelled _ -> throw new ProblemException(new SignInCancelled(profile.name()));
        };
    }

    private Grant conclude(
            Return returned, OutstandingRequest request, AuthorizationResponse response, SignedIn occasion)
            throws ProblemException {
        try {
            Grant grant = tokenEndpoint.redeem(request.granted(response), occasion);
            returned.conclude(SignInPage.signedIn(grant.person(), provider.profile()));
            return grant;
        } catch (ProblemException failure) {
            returned.conclude(SignInPage.failed(failure.problem(), provider.profile()));
            throw failure;
        }
    }
}
