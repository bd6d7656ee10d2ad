package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.UnknownProfile;
import dev.lakegate.model.ProgramProblem.UnknownRoute;
import dev.lakegate.proxy.browser.BrowserEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lakegate in this process: every profile's session, and the routes' listeners where it is the running program.
public final class Instance implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

    private final String version;
    private final Role role;
    private final List<ProfileSession> sessions;
    private final Listeners listeners;
    private final CountDownLatch stopRequest = new CountDownLatch(1);

    /// What this process is.
    public enum Role {
        /// The running program, of which there is one for each home.
        RUNNING,
        /// A command that does its work alone, because nothing runs.
        COMMAND
    }

    public Instance(String version, Role role, List<ProfileSession> sessions, Listeners listeners) {
        this.version = version;
        this.role = role;
        this.sessions = List.copyOf(sessions);
        this.listeners = listeners;
    }

    @Override
    public StatusReport status() {
        return new StatusReport(
                version,
                ProcessHandle.current().pid(),
                role == Role.RUNNING,
                sessions.stream().map(session -> session.status(listeners)).toList());
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
        List<Route> routes = sessions.stream()
                .flatMap(session -> session.profile().routes().stream())
                .toList();
        for (ProfileSession session : sessions) {
            for (Route known : session.profile().routes()) {
                if (known.name().value().equals(route)) {
                    BrowserEntry entry = listeners.entry(known);
                    session.requireSomebody();
                    return new Entry(entry.oneTimeAddress());
                }
            }
        }
        throw new ProblemException(new UnknownRoute(
                route, routes.stream().map(known -> known.name().value()).toList()));
    }

    @Override
    public SignedOut logout(@Nullable String profile) throws ProblemException {
        return session(profile).signOut();
    }

    /// Blocks until the kept sign-ins were taken up or the time has passed, as when a key store waits for the person.
    public void awaitResumed(Duration time) throws InterruptedException {
        for (ProfileSession session : sessions) {
            session.awaitResumed(time);
        }
    }

    /// The session of that profile; of the only one when none is named.
    public ProfileSession session(@Nullable String profile) throws ProblemException {
        List<String> names = sessions.stream()
                .map(session -> session.profile().name().value())
                .toList();
        if (profile == null && sessions.size() == 1) {
            return sessions.getFirst();
        }
        String wanted = profile == null ? "" : profile;
        return sessions.stream()
                .filter(session -> session.profile().name().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new UnknownProfile(wanted, names)));
    }

    String version() {
        return version;
    }

    /// Another start was asked for. The desktop app shows its window; without one, the log is all there is to show.
    void reveal() {
        LOG.info(
                "Another start was asked for; this program (process {}) serves on",
                ProcessHandle.current().pid());
    }

    void requestStop() {
        stopRequest.countDown();
    }

    /// Blocks until someone asks the program to end.
    public void awaitStopRequest() throws InterruptedException {
        stopRequest.await();
    }
}
