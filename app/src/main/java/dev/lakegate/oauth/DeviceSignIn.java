package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.lakegate.config.Profile;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.DeviceGrantNotAllowed;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInCancelled;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.IdentityProblem.SignInTimedOut;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.SignInAttempt.Announcement.EnterCode;
import dev.lakegate.oauth.TokenEndpoint.Occasion.SignedIn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Signs a person in by a code that they enter on another device (RFC 8628). Only where the profile allows it: nothing
/// binds that device to this machine, so a stranger can have a code of theirs entered (§5.4).
public final class DeviceSignIn {
    private static final Duration SLOW_DOWN = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    private final Provider provider;
    private final TokenEndpoint tokenEndpoint;
    private final InstantSource clock;
    private final Pause pause;

    public DeviceSignIn(Provider provider, InstantSource clock) {
        this(provider, clock, SignInAttempt::cancelledWithin);
    }

    DeviceSignIn(Provider provider, InstantSource clock, Pause pause) {
        this.provider = provider;
        this.tokenEndpoint = new TokenEndpoint(provider, clock);
        this.clock = clock;
        this.pause = pause;
    }

    /// The time between two polls.
    @FunctionalInterface
    interface Pause {
        /// Whether the person gave up meanwhile.
        boolean cancelledWithin(SignInAttempt attempt, Duration time) throws ProblemException;
    }

    /// Blocks until the person has signed in elsewhere or given up, the provider has refused, or the code or the
    /// profile's timeout has run out: [SignInCancelled], [SignInRefused], [SignInTimedOut].
    ///
    /// Throws [DeviceGrantNotAllowed] where the profile does not allow it.
    public Grant signIn(SignInAttempt attempt) throws ProblemException {
        Profile profile = provider.profile();
        if (!profile.signIn().deviceGrant()) {
            throw new ProblemException(new DeviceGrantNotAllowed(profile.name()));
        }
        Instant since = clock.instant();
        DeviceAuthorizationSuccessResponse code = code();
        Duration patience =
                shorter(Duration.ofSeconds(code.getLifetime()), profile.signIn().timeout());
        Instant until = since.plus(patience);
        attempt.announce(new EnterCode(
                code.getVerificationURI(),
                code.getUserCode().getValue(),
                Optional.ofNullable(code.getVerificationURIComplete()),
                until));

        DeviceCodeGrant grant = new DeviceCodeGrant(code.getDeviceCode());
        SignedIn occasion = new SignedIn(Optional.empty(), Demand.NONE, Demand.NONE, since);
        Duration interval = Duration.ofSeconds(code.getInterval());
        while (true) {
            if (pause.cancelledWithin(attempt, interval)) {
                throw new ProblemException(new SignInCancelled(profile.name()));
            }
            if (!clock.instant().isBefore(until)) {
                throw timedOut(patience);
            }
            try {
                return tokenEndpoint.redeem(grant, occasion);
            } catch (ProblemException failure) {
                interval = intervalAfter(failure, interval, patience);
            }
        }
    }

    private DeviceAuthorizationSuccessResponse code() throws ProblemException {
        URI endpoint = provider.metadata().getDeviceAuthorizationEndpointURI();
        if (endpoint == null) {
            throw provider.misconfigured("it offers no sign-in with a code on another device (RFC 8628)", null);
        }
        HTTPResponse answer = provider.send(request(endpoint).toHTTPRequest());
        try {
            DeviceAuthorizationResponse response = DeviceAuthorizationResponse.parse(answer);
            if (response instanceof DeviceAuthorizationSuccessResponse success) {
                return success;
            }
            throw provider.refusal(
                    "device authorization endpoint",
                    answer,
                    response.toErrorResponse().getErrorObject());
        } catch (ParseException malformed) {
            throw provider.unreadable("device authorization endpoint", answer, malformed);
        }
    }

    private DeviceAuthorizationRequest request(URI endpoint) throws ProblemException {
        Profile profile = provider.profile();
        DeviceAuthorizationRequest.Builder request = provider.clientAuthentication()
                .map(DeviceAuthorizationRequest.Builder::new)
                .orElseGet(() -> new DeviceAuthorizationRequest.Builder(provider.client()))
                .endpointURI(endpoint)
                .scope(new Scope(profile.signIn().scopes().toArray(String[]::new)));
        switch (profile.audienceParameter()) {
            case RESOURCE -> request.customParameter("resource", profile.audience());
            case AUDIENCE -> request.customParameter("audience", profile.audience());
            case NONE -> {}
        }
        return request.build();
    }

    /// How long to wait before the next poll, unless the failure ends the sign-in (RFC 8628 §3.5).
    private Duration intervalAfter(ProblemException failure, Duration interval, Duration patience)
            throws ProblemException {
        if (failure.problem() instanceof ProviderUnreachable) {
            return shorter(interval.multipliedBy(2), LONGEST_INTERVAL);
        }
        String error = failure.problem() instanceof SignInRefused refused ? refused.error() : "";
        return switch (error) {
            case "authorization_pending" -> interval;
            case "slow_down" -> interval.plus(SLOW_DOWN);
            case "expired_token" -> throw timedOut(patience);
            default -> throw failure;
        };
    }

    private ProblemException timedOut(Duration patience) {
        return new ProblemException(new SignInTimedOut(provider.profile().name(), patience.toSeconds()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
