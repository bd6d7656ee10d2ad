package dev.lakegate.ui.notices;

import dev.lakegate.model.ProblemWords;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.changes.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what is worth a notification: each event once. Of one thread.
final class Notices {
    /// Before the end of a sign-in that is not renewed by itself: in time, and then at the last
    /// moment.
    private static final List<Duration> BEFORE_THE_END = List.of(Duration.ofMinutes(15), Duration.ofMinutes(2));

    /// For so long the same reason on the same route is known already.
    private static final Duration KNOWN = Duration.ofMinutes(30);

    private static final String STRONGER = "stronger_sign_in_needed";

    private final InstantSource clock;
    private final Set<String> signedIn = new HashSet<>();
    private final Set<String> needed = new HashSet<>();
    private final Set<String> stronger = new HashSet<>();
    /// The profiles of whose sign-in something was told that may be shown still.
    private final Set<String> told = new HashSet<>();
    private final Map<String, Warned> warned = new HashMap<>();
    private final Map<Notice.Denied, Instant> denied = new HashMap<>();

    Notices(InstantSource clock) {
        this.clock = clock;
    }

    /// Of which end a person was warned, and how often.
    private record Warned(Instant end, int times) {}

    List<Notice> see(StatusReport status) {
        List<Notice> notices = new ArrayList<>();
        for (OfProfile profile : status.profiles()) {
            switch (profile.state()) {
                case SIGNED_IN -> seeSignedIn(profile, notices);
                case SIGNED_OUT -> seeSignedOut(profile, notices);
                case OPENING, SIGNING_IN -> {}
            }
        }
        return notices;
    }

    private void seeSignedIn(OfProfile profile, List<Notice> notices) {
        String name = profile.name();
        signedIn.add(name);
        if (needed.remove(name)) {
            // takes the place of what was told
            told.remove(name);
            notices.add(new Notice.Connected(name, profile.person()));
        }
        boolean tooWeak = STRONGER.equals(profile.problem());
        if (!tooWeak) {
            stronger.remove(name);
        } else if (stronger.add(name)) {
            told.add(name);
            notices.add(new Notice.SignInNeeded(name, ProblemWords.remedy(STRONGER, String.valueOf(profile.remedy()))));
        }
        Instant end = profile.validUntil();
        if (end != null && !profile.renewed()) {
            warn(name, end).ifPresent(notices::add);
        }
        if (!tooWeak && !endsSoon(profile)) {
            settle(name).ifPresent(notices::add);
        }
    }

    private boolean endsSoon(OfProfile profile) {
        Warned last = warned.get(profile.name());
        return last != null && !profile.renewed() && last.end().equals(profile.validUntil());
    }

    private Optional<Notice> settle(String profile) {
        return told.remove(profile) ? Optional.of(new Notice.Settled(profile)) : Optional.empty();
    }

    private Optional<Notice> warn(String profile, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        int due = (int) BEFORE_THE_END.stream()
                .filter(before -> left.compareTo(before) <= 0)
                .count();
        Warned before = warned.get(profile);
        int times = before != null && before.end().equals(end) ? before.times() : 0;
        if (due <= times) {
            return Optional.empty();
        }
        warned.put(profile, new Warned(end, due));
        told.add(profile);
        return Optional.of(new Notice.EndsSoon(profile, end));
    }

    private void seeSignedOut(OfProfile profile, List<Notice> notices) {
        stronger.remove(profile.name());
        if (signedIn.remove(profile.name())) {
            needed.add(profile.name());
            told.add(profile.name());
            notices.add(new Notice.SignInNeeded(profile.name(), null));
        }
    }

    List<Notice> hear(Change change) {
        if (change instanceof Change.SignedOut(String profile)) {
            signedIn.remove(profile);
            needed.remove(profile);
            return settle(profile).stream().toList();
        } else if (change instanceof Change.Denial(String route, String code)) {
            return hear(new Notice.Denied(route, code));
        } else if (change instanceof Change.NewerRelease(ReleaseNumber wanted)) {
            return List.of(new Notice.Update(wanted));
        }
        return List.of();
    }

    private List<Notice> hear(Notice.Denied denial) {
        Instant now = clock.instant();
        denied.values().removeIf(at -> !now.isBefore(at.plus(KNOWN)));
        return denied.putIfAbsent(denial, now) == null ? List.of(denial) : List.of();
    }

    /// How long nothing of this will be due, unless something happens.
    Duration untilDue(StatusReport status, Duration longest) {
        Instant now = clock.instant();
        Duration wait = longest;
        for (OfProfile profile : status.profiles()) {
            Instant end = profile.validUntil();
            if (end != null && !profile.renewed()) {
                for (Duration before : BEFORE_THE_END) {
                    wait = sooner(wait, Duration.between(now, end.minus(before)));
                }
                wait = sooner(wait, Duration.between(now, end));
            }
        }
        return wait;
    }

    private static Duration sooner(Duration wait, Duration other) {
        return other.isPositive() && other.compareTo(wait) < 0 ? other : wait;
    }
}
