package dev.lakegate.session;

import dev.lakegate.config.Profile;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.Person;
import dev.lakegate.model.ProblemException;
import dev.lakegate.oauth.Demand;
import dev.lakegate.oauth.Revocation;
import dev.lakegate.oauth.Revocation.Outcome.Failed;
import dev.lakegate.oauth.SignIn;
import dev.lakegate.oauth.SignInAttempt;
import dev.lakegate.oauth.SignInAttempt.Announcement.OpenAddress;
import dev.lakegate.token.CachedTokenSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is signed in to one profile, and the two acts that change it.
public final class ProfileSession {
    private final Profile profile;
    private final SignIn signIn;
    private final Revocation revocation;
    private final Browser browser;
    private final CredentialStore store;
    private final CachedTokenSource identity;
    private final List<CachedTokenSource> workspaces;
    private final Runnable warmUp;
    private final InstantSource clock;
    private volatile @Nullable String personLabel;
    private final ReentrantLock signingIn = new ReentrantLock();

    /// Of one profile.
    ///
    /// @param identity   its identity tokens
    /// @param workspaces its workspace tokens, which end with the identity
    /// @param warmUp     is run after a sign-in, in the background
    public ProfileSession(
            Profile profile,
            SignIn signIn,
            Revocation revocation,
            Browser browser,
            CredentialStore store,
            CachedTokenSource identity,
            List<CachedTokenSource> workspaces,
            Runnable warmUp,
            InstantSource clock) {
        this.profile = profile;
        this.signIn = signIn;
        this.revocation = revocation;
        this.browser = browser;
        this.store = store;
        this.identity = identity;
        this.workspaces = List.copyOf(workspaces);
        this.warmUp = warmUp;
        this.clock = clock;
    }

    public Profile profile() {
        return profile;
    }

    /// The grant of whoever is signed in; blocks on the credential store.
    public Optional<Grant> grant() throws ProblemException {
        return store.load(CredentialKey.of(profile)).filter(grant -> !grant.isOver(clock.instant()));
    }

    /// What people call whoever is signed in, null when nobody is; cheap enough for the data path.
    public @Nullable String personLabel() {
        return personLabel;
    }

    public boolean isSigningIn() {
        return signingIn.isLocked();
    }

    /// Opens the browser and blocks until the person has signed in. One sign-in at a time: a second waits for the
    /// first.
    ///
    /// @param announce is told the address, and whether a browser could be opened with it
    public Person signIn(Consumer<SignInAddress> announce) throws ProblemException {
        boolean first = signingIn.tryLock();
        if (!first) {
            signingIn.lock();
        }
        try {
            Optional<Grant> ofTheFirst = first ? Optional.empty() : grant();
            if (ofTheFirst.isPresent()) {
                return ofTheFirst.get().person();
            }
            // opening may take seconds, and the person may be back before it has ended
            SignInAttempt attempt = new SignInAttempt(announcement -> {
                if (announcement instanceof OpenAddress(URI address)) {
                    Thread.startVirtualThread(() -> announce.accept(new SignInAddress(address, browser.open(address))));
                }
            });
            Grant grant = signIn.signIn(attempt, Demand.NONE);
            store.save(CredentialKey.of(profile), grant);
            forgetTokens();
            personLabel = grant.person().label();
            Thread.startVirtualThread(warmUp);
            return grant.person();
        } finally {
            signingIn.unlock();
        }
    }

    /// Where the person signs in.
    ///
    /// @param opened whether a browser was opened there; if not, the person has to
    public record SignInAddress(URI address, boolean opened) {}

    /// Wipes the grant and every token of it, then has the provider take the refresh token back.
    ///
    /// @return what could not be done at the provider, or null
    public @Nullable ProblemException signOut() throws ProblemException {
        Optional<Grant> grant = grant();
        store.delete(CredentialKey.of(profile));
        forgetTokens();
        personLabel = null;
        if (grant.isEmpty()) {
            return null;
        }
        return revocation.revoke(grant.get()).stream()
                .filter(Failed.class::isInstance)
                .map(failed -> new ProblemException(((Failed) failed).problem()))
                .findFirst()
                .orElse(null);
    }

    private void forgetTokens() {
        identity.forget();
        workspaces.forEach(CachedTokenSource::forget);
    }
}
