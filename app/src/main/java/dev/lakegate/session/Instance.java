package dev.lakegate.session;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.config.Route;
import dev.lakegate.config.Route.Credential;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.UnknownProfile;
import dev.lakegate.model.ProgramProblem.UnknownRoute;
import dev.lakegate.proxy.Pause;
import dev.lakegate.proxy.browser.BrowserEntry;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Changes;
import dev.lakegate.telemetry.LogLevel;
import dev.lakegate.telemetry.Logs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lakegate in this process: every profile's session, and the routes' listeners where it is the running
/// program.
public final class Instance implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

    private final String version;
    private final Role role;
    private final Profiles profiles;
    private final Listeners listeners;
    private final Changes changes;
    private final Pause pause;
    private final Supplier<AuditHealth> audit;
    private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
    private final CompletableFuture<Void> secondStopRequest = new CompletableFuture<>();

    /// What this process is.
    public enum Role {
        /// The running program, of which there is one for each home.
        RUNNING,
        /// A command that does its work alone, because nothing runs.
        COMMAND
    }

    /// Of these profiles.
    ///
    /// @param changes that the profiles' sessions tell of, too
    /// @param pause   that the routes' listeners ask
    /// @param audit   how the audit log fares
    public Instance(
            String version,
            Role role,
            Profiles profiles,
            Listeners listeners,
            Changes changes,
            Pause pause,
            Supplier<AuditHealth> audit) {
        this.version = version;
        this.role = role;
        this.profiles = profiles;
        this.listeners = listeners;
        this.changes = changes;
        this.pause = pause;
        this.audit = audit;
    }

    /// What happens from now on.
    public Changes changes() {
        return changes;
    }

    /// The names of the routes that a browser can enter.
    public List<String> browsable() {
        return profiles.all().stream()
                .flatMap(profile -> profile.routes().stream())
                .filter(route -> route.credential() == Credential.IDENTITY && route.hasPorts())
                .map(route -> route.name().value())
                .toList();
    }

    @Override
    public StatusReport status() {
        return new StatusReport(
                version,
                ProcessHandle.current().pid(),
                role == Role.RUNNING,
                pause.isOn(),
                audit.get(),
                profiles.all().stream()
                        .map(of -> of.session()
                                .status(of.routes().stream()
                                        .map(route -> listeners.status(route, changes.unreached(route.name())))
                                        .toList()))
                        .toList());
    }

    @Override
    public SignInHandle login(@Nullable String profile, SignInWay way, Consumer<SignInNews> news)
            throws ProblemException {
        ProfileSession session = session(profile);
        if (role == Role.COMMAND && !session.canOutliveThisProcess()) {
            throw new ProblemException(new NotRunning());
        }
        return session.signIn(way, news);
    }

    /// Throws [SignInNeeded] when nobody is signed in.
    @Override
    public Entry enter(String route) throws ProblemException {
        List<String> known = new ArrayList<>();
        for (Profiles.OfOne profile : profiles.all()) {
            for (Route of : profile.routes()) {
                if (of.name().value().equals(route)) {
                    BrowserEntry entry = listeners.entry(of);
                    profile.session().requireSomebody();
                    return new Entry(entry.oneTimeAddress());
                }
                known.add(of.name().value());
            }
        }
        throw new ProblemException(new UnknownRoute(route, known));
    }

    @Override
    public SignedOut logout(@Nullable String profile) throws ProblemException {
        return session(profile).signOut();
    }

    /// Blocks until the kept sign-ins were taken up or the time has passed, as when a key store waits for the
    /// person.
    public void awaitResumed(Duration time) throws InterruptedException {
        for (Profiles.OfOne profile : profiles.all()) {
            profile.session().awaitResumed(time);
        }
    }

    /// The session of that profile; of the only one when none is named.
    public ProfileSession session(@Nullable String profile) throws ProblemException {
        List<ProfileSession> sessions =
                profiles.all().stream().map(Profiles.OfOne::session).toList();
        List<String> names =
                sessions.stream().map(session -> session.name().value()).toList();
        if (profile == null && sessions.size() == 1) {
            return sessions.getFirst();
        }
        String wanted = profile == null ? "" : profile;
        return sessions.stream()
                .filter(session -> session.name().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new UnknownProfile(wanted, names)));
    }

    String version() {
        return version;
    }

    /// Another start was asked for. The desktop app shows its window; without one, the log is all there is to
    /// show.
    void reveal() {
        changes.tell(new Change.Reveal());
        LOG.info(
                "Another start was asked for; this program (process {}) serves on",
                ProcessHandle.current().pid());
    }

    /// Reads the configuration again and applies what differs; throws and changes nothing when it cannot be
    /// used. Blocks.
    public Reloaded reload() throws ProblemException {
        if (role == Role.COMMAND) {
            throw new ProblemException(new NotRunning());
        }
        Reloaded reloaded = profiles.reload();
        changes.tell(new Change.Status());
        return reloaded;
    }

    /// Has new requests refused until [#resume], or until this process ends; those under way go on.
    public void pause() {
        if (pause.begin()) {
            LOG.info("Paused: new requests are refused");
            changes.tell(new Change.Status());
        }
    }

    /// Has them served again.
    public void resume() {
        if (pause.end()) {
            LOG.info("New requests are served again");
            changes.tell(new Change.Status());
        }
    }

    /// Has that logger say so much from now on, until this process ends.
    ///
    /// @param logger empty for all
    public void logAt(String logger, LogLevel level) {
        Logs.setLevel(logger, level);
        LOG.info("{} logs at {}", logger.isEmpty() ? "Everything" : logger, level);
    }

    /// Asks the program to end. Asked a second time, it does not wait for what is under way.
    public void requestStop() {
        if (!stopRequest.complete(null)) {
            secondStopRequest.complete(null);
        }
    }

    /// Blocks until someone asks the program to end.
    public void awaitStopRequest() throws InterruptedException {
        try {
            stopRequest.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Completed when someone asks again.
    public CompletableFuture<Void> secondStopRequest() {
        return secondStopRequest.copy();
    }
}
