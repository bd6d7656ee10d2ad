package dev.lakegate.session;

import dev.lakegate.desktop.Browser;
import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.Demand;
import dev.lakegate.oauth.DeviceSignIn;
import dev.lakegate.oauth.EndSession;
import dev.lakegate.oauth.OneTimeAddress;
import dev.lakegate.oauth.Revocation;
import dev.lakegate.oauth.Revocation.Outcome;
import dev.lakegate.oauth.SignIn;
import dev.lakegate.oauth.SignInAttempt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a session asks of its identity provider: to sign a person in, and to end what that began. Blocks.
public final class IdentityProvider {
    private static final Duration BROWSER_PATIENCE = Duration.ofSeconds(10);

    private final SignIn signIn;
    private final DeviceSignIn deviceSignIn;
    private final Revocation revocation;
    private final EndSession endSession;
    private volatile @Nullable OneTimeAddress lastSentTo;

    public IdentityProvider(SignIn signIn, DeviceSignIn deviceSignIn, Revocation revocation, EndSession endSession) {
        this.signIn = signIn;
        this.deviceSignIn = deviceSignIn;
        this.revocation = revocation;
        this.endSession = endSession;
    }

    /// Blocks until the person has signed in.
    ///
    /// @param demand what a gateway asks for; a code on another device cannot carry it
    Grant signIn(SignInWay way, SignInAttempt attempt, Demand demand) throws ProblemException {
        return switch (way) {
            case BROWSER, NO_BROWSER -> signIn.signIn(attempt, demand);
            case DEVICE -> deviceSignIn.signIn(attempt);
        };
    }

    /// Takes the grant's tokens back.
    ///
    /// @return what could not be done, in sentences
    List<String> revoke(Grant grant) {
        List<String> notDone = new ArrayList<>();
        for (Outcome outcome : revocation.revoke(grant)) {
            switch (outcome) {
                case Outcome.Revoked _ -> {}
                case Outcome.NotOffered(Revocation.Kind kind) -> {
                    // for access tokens that is the rule, and they are short-lived
                    if (kind == Revocation.Kind.REFRESH_TOKEN) {
                        notDone.add("The provider takes no refresh token back; it ends when it expires.");
                    }
                }
                case Outcome.Failed(Revocation.Kind kind, var problem) ->
                    notDone.add("The " + name(kind) + " could not be revoked. "
                            + problem.text().what());
            }
        }
        return notDone;
    }

    private static String name(Revocation.Kind kind) {
        return switch (kind) {
            case REFRESH_TOKEN -> "refresh token";
            case ACCESS_TOKEN -> "access token";
        };
    }

    /// Takes the grant's tokens back and ends the session in the person's browser.
    ///
    /// @param grant empty when there was none, or none that could be read
    Control.SignedOut signOut(Optional<Grant> grant, Browser browser) {
        if (grant.isEmpty()) {
            return new Control.SignedOut(List.of(), null);
        }
        List<String> notDone = new ArrayList<>(revoke(grant.get()));
        URI open = null;
        try {
            open = endSession
                    .begin(grant.get())
                    .map(address -> toBeOpened(address, browser))
                    .orElse(null);
        } catch (ProblemException failure) {
            notDone.add("The session at the provider could not be ended. "
                    + failure.problem().text().what());
        }
        return new Control.SignedOut(notDone, open);
    }

    /// Blocks until the browser has come to the address that it was sent to last, for at most 10 seconds: a process
    /// that
    /// ends sooner takes the address with it.
    public void awaitBrowser() {
        OneTimeAddress address = lastSentTo;
        if (address != null) {
            var _ = CompletableFuture.supplyAsync(address::awaitVisit)
                    .completeOnTimeout(false, BROWSER_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /// Null when a browser was sent there.
    private @Nullable URI toBeOpened(OneTimeAddress address, Browser browser) {
        lastSentTo = address;
        return browser.open(address.address()) ? null : address.address();
    }
}
