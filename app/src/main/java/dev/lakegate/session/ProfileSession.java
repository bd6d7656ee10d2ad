package dev.lakegate.session;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.config.Profile;
import dev.lakegate.desktop.Browser;
import dev.lakegate.keystore.CredentialKey;
import dev.lakegate.keystore.CredentialStore;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.SignInNeeded;
import dev.lakegate.model.IdentityProblem.SignedOut;
import dev.lakegate.model.IdentityProblem.StrongerSignInNeeded;
import dev.lakegate.model.KeyStoreProblem;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.oauth.Demand;
import dev.lakegate.oauth.SignInAttempt;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Changes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is signed in to one profile, and the acts that change it.
public final class ProfileSession {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileSession.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Profile profile;
    private final CredentialKey key;
    private final CredentialStore store;
    private final IdentityProvider provider;
    private final Traffic traffic;
    private final Browser browser;
    private final InstantSource clock;
    private final AuditTrail trail;
    private final Changes changes;

    private volatile @Nullable String personLabel;
    private volatile @Nullable Problem problem;
    private volatile CountDownLatch toResume = new CountDownLatch(0);
    private final AtomicReference<Demand> demand = new AtomicReference<>(Demand.NONE);
    private @Nullable SignInUnderWay underWay;

    /// Of one profile.
    ///
    /// @param traffic what its sign-in is used for
    /// @param changes hear of who is signed in, and of what stands in the way
    public ProfileSession(
            Profile profile,
            CredentialStore store,
            IdentityProvider provider,
            Traffic traffic,
            Browser browser,
            InstantSource clock,
            AuditTrail trail,
            Changes changes) {
        this.profile = profile;
        this.key = CredentialKey.of(profile);
        this.store = store;
        this.provider = provider;
        this.traffic = traffic;
        this.browser = browser;
        this.clock = clock;
        this.trail = trail;
        this.changes = changes;
    }

    public ProfileName name() {
        return profile.name();
    }

    /// What people call whoever is signed in, null when nobody is; cheap enough for the data path.
    public @Nullable String personLabel() {
        return personLabel;
    }

    /// Whether a sign-in would be there for the next process. Blocks on the key store, which may ask the person
    /// to unlock it.
    boolean canOutliveThisProcess() throws ProblemException {
        store.open();
        return store.isLasting();
    }

    /// Takes up the sign-in that was kept, in the background: the key store may ask the person to unlock it.
    public void resume() {
        CountDownLatch begun = new CountDownLatch(1);
        toResume = begun;
        Thread.startVirtualThread(() -> {
            try {
                takeUp();
            } finally {
                begun.countDown();
                changes.tell(new Change.Status());
            }
        });
    }

    private void takeUp() {
        try {
            grant().ifPresent(kept -> {
                personLabel = kept.person().label();
                noteSignIn(kept.person(), "kept");
                traffic.warmUp();
            });
        } catch (ProblemException failure) {
            problem = failure.problem();
            noteFailure("kept", failure.problem());
            LOG.warn("{}", failure.problem().text());
        }
    }

    /// Blocks until the kept sign-in was taken up, if there was one, or the time has passed.
    void awaitResumed(Duration time) throws InterruptedException {
        var _ = toResume.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Throws [SignInNeeded] when nobody is signed in; waits for a kept sign-in that is being taken up.
    void requireSomebody() throws ProblemException {
        try {
            awaitResumed(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (personLabel == null) {
            throw new ProblemException(new SignInNeeded(profile.name()));
        }
    }

    /// Begins a sign-in, or takes part in the one that is under way. Another way of signing in takes its place.
    ///
    /// @param news hears what the person has to do
    public synchronized SignInHandle signIn(SignInWay way, Consumer<SignInNews> news) {
        SignInUnderWay current = underWay;
        if (current != null && !current.isOver() && current.way() == way) {
            return current.join(news);
        }
        if (current != null) {
            current.cancel();
        }
        SignInUnderWay begun = SignInUnderWay.begin(way, browser, attempt -> signIn(way, attempt));
        underWay = begun;
        changes.tell(new Change.Status());
        begun.whenOver(() -> changes.tell(new Change.Status()));
        return begun.join(news);
    }

    private Person signIn(SignInWay way, SignInAttempt attempt) throws ProblemException {
        Demand wanted = demand.get();
        Grant grant = signedIn(way, attempt, wanted);
        Optional<Grant> earlier = earlier();
        store.save(key, grant);
        demand.compareAndSet(wanted, Demand.NONE);
        problem = null;
        traffic.forgetTokens();
        personLabel = grant.person().label();
        noteSignIn(grant.person(), word(way));
        earlier.filter(known -> !known.person().subject().equals(grant.person().subject()))
                .ifPresent(this::endForAnother);
        traffic.warmUp();
        return grant.person();
    }

    private Grant signedIn(SignInWay way, SignInAttempt attempt, Demand wanted) throws ProblemException {
        try {
            store.prepare();
            return provider.signIn(way, attempt, wanted);
        } catch (ProblemException failure) {
            noteFailure(word(way), failure.problem());
            throw failure;
        }
    }

    private void noteSignIn(Person person, String way) {
        trail.append(new AuditEvent.SignedIn(clock.instant(), name().value(), person.label(), way));
    }

    private void noteFailure(String way, Problem why) {
        trail.append(new AuditEvent.SignInFailed(clock.instant(), name().value(), way, why.code()));
    }

    private static String word(SignInWay way) {
        return way.name().toLowerCase(Locale.ROOT);
    }

    /// Whose place another person takes: nothing of theirs goes on.
    private void endForAnother(Grant earlier) {
        traffic.endRequests(new SignedOut(profile.name()));
        Thread.startVirtualThread(() -> provider.revoke(earlier)
                .forEach(sentence -> LOG.warn("The earlier person's sign-in was replaced. {}", sentence)));
    }

    /// The profile is gone from the configuration, and so is whoever waits for its sign-in; what is kept
    /// stays kept.
    public synchronized void leave() {
        if (underWay != null) {
            underWay.cancel();
        }
    }

    /// Ends open requests, wipes the grant and every token of it, then has the provider take them back. What
    /// cannot be done there, as offline, is told and not tried again.
    public Control.SignedOut signOut() throws ProblemException {
        Optional<Grant> grant = earlier();
        synchronized (this) {
            if (underWay != null) {
                underWay.cancel();
            }
        }
        store.delete(key);
        traffic.forgetTokens();
        traffic.endRequests(new SignedOut(profile.name()));
        trail.append(new AuditEvent.SignedOut(
                clock.instant(),
                name().value(),
                grant.map(known -> known.person().label()).orElse(null)));
        personLabel = null;
        problem = null;
        demand.set(Demand.NONE);
        changes.tell(new Change.SignedOut(name().value()));
        return provider.signOut(grant, browser);
    }

    /// What is kept, as far as it can be read.
    private Optional<Grant> earlier() {
        try {
            return store.load(key);
        } catch (ProblemException unreadable) {
            LOG.info(
                    "The sign-in that was kept could not be read: {}",
                    unreadable.problem().code());
            return Optional.empty();
        }
    }

    /// The gateway wants a stronger or a more recent sign-in (RFC 9470): the next one asks the provider for it.
    ///
    /// @param challenge the gateway's `WWW-Authenticate`
    public void stepUp(String challenge) {
        Demand.of(challenge).ifPresent(wanted -> {
            demand.set(wanted);
            problem = new StrongerSignInNeeded(profile.name(), wanted.wanted());
            changes.tell(new Change.Status());
        });
    }

    /// The grant of whoever is signed in; blocks on the credential store.
    private Optional<Grant> grant() throws ProblemException {
        return store.load(key).filter(grant -> !grant.isOver(clock.instant()));
    }

    /// What stood in the way of a grant that is there now no longer does.
    private Optional<Grant> grantOrProblem() {
        try {
            Optional<Grant> grant = grant();
            if (grant.isPresent() && problem instanceof KeyStoreProblem) {
                problem = null;
            }
            return grant;
        } catch (ProblemException failure) {
            problem = failure.problem();
            return Optional.empty();
        }
    }

    /// Does not wait for the key store while it is being opened.
    ///
    /// @param routes those that the profile has now
    OfProfile status(List<OfRoute> routes) {
        boolean opening = toResume.getCount() > 0;
        Optional<Grant> grant = opening ? Optional.empty() : grantOrProblem();
        Problem found = problem;
        return new OfProfile(
                profile.name().value(),
                profile.issuer().toString(),
                profile.gateway().toString(),
                opening ? SignInState.OPENING : state(grant),
                grant.map(known -> known.person().label()).orElse(null),
                grant.map(known -> known.identityToken().expiresAt()).orElse(null),
                grant.flatMap(Grant::refreshToken).isPresent(),
                opening ? "the key store, which is being opened" : store.description(),
                found == null ? null : found.code(),
                found == null ? null : found.text().toString(),
                routes);
    }

    private synchronized SignInState state(Optional<Grant> grant) {
        if (underWay != null && !underWay.isOver()) {
            return SignInState.SIGNING_IN;
        }
        return grant.isPresent() ? SignInState.SIGNED_IN : SignInState.SIGNED_OUT;
    }
}
