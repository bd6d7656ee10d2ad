package dev.lakegate.session.release;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.session.Instance;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Follower;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the person is to have a newer Lakegate: each gateway of theirs is asked once a day, on a thread of its own,
/// and
/// what a release is wanted for is told once.
public final class NewerRelease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NewerRelease.class);

    private static final Duration AFTER_AN_ANSWER = Duration.ofDays(1);
    /// As when the VPN is not up yet.
    private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);
    /// Bounds how late a day is noticed that has passed while the machine slept.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Optional<ReleaseNumber> current;
    private final InstantSource clock;
    private final Wanted wanted;
    private final ToldRelease told;
    private final Map<URI, Instant> due = new HashMap<>();
    private final Map<URI, ReleaseNumber> answers = new HashMap<>();
    private volatile Optional<ReleaseNumber> newest = Optional.empty();
    private volatile Optional<Follower> follower = Optional.empty();

    /// What a gateway's administrator wants people to have.
    @FunctionalInterface
    public interface Wanted {
        /// May block. Throws a problem when it cannot be learned.
        Optional<ReleaseNumber> by(URI gateway) throws ProblemException;
    }

    /// @param version of this program; one that is no release is never old
    /// @param clock   the program's
    /// @param told    what was told by earlier starts
    public NewerRelease(String version, InstantSource clock, Wanted wanted, ToldRelease told) {
        this.current = ReleaseNumber.ofBuild(version);
        this.clock = clock;
        this.wanted = wanted;
        this.told = told;
    }

    /// Asks the gateways of the running program's profiles from now on, and has its changes tell of what is new.
    public void follow(Instance instance) {
        if (current.isPresent()) {
            follower = Optional.of(Follower.start(
                    instance.changes(),
                    "newer release",
                    _ -> {},
                    () -> look(instance.status(), instance.changes()::tell)));
        }
    }

    /// The release that the person is to have instead of this one, as far as their gateways have said.
    public Optional<ReleaseNumber> known() {
        return newest;
    }

    /// Asks whoever is due; may block. Returns how long nobody will be.
    Duration look(StatusReport status, Consumer<Change> tell) {
        Set<URI> gateways = status.profiles().stream()
                .map(profile -> URI.create(profile.gateway()))
                .collect(Collectors.toSet());
        answers.keySet().retainAll(gateways);
        due.keySet().retainAll(gateways);
        Instant now = clock.instant();
        for (URI gateway : gateways) {
            if (!due.getOrDefault(gateway, Instant.MIN).isAfter(now)) {
                due.put(gateway, now.plus(ask(gateway)));
            }
        }
        newest = answers.values().stream()
                .filter(release -> current.isPresent() && release.compareTo(current.get()) > 0)
                .max(Comparator.naturalOrder());
        newest.filter(told::isNew).ifPresent(release -> tell.accept(new Change.NewerRelease(release)));
        return due.values().stream()
                .map(when -> Duration.between(now, when))
                .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
                .min(Comparator.naturalOrder())
                .orElse(LONGEST_WAIT);
    }

    /// Returns after how long it is to be asked again.
    private Duration ask(URI gateway) {
        try {
            wanted.by(gateway).ifPresentOrElse(release -> answers.put(gateway, release), () -> answers.remove(gateway));
            return AFTER_AN_ANSWER;
        } catch (ProblemException failure) {
            LOG.debug(
                    "{} did not tell which release people are to have: {}",
                    gateway,
                    failure.problem().text());
            return AFTER_A_FAILURE;
        }
    }

    @Override
    public void close() {
        follower.ifPresent(Follower::close);
    }
}
