package dev.lakegate.ui.tray;

import dev.lakegate.desktop.tray.TrayState;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.session.changes.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// How it stands with a profile, and with all of them.
final class Standing {
    /// Before the end of a sign-in that is not renewed by itself.
    static final Duration SOON = Duration.ofMinutes(15);

    /// The first that a profile has is the icon's: one that is used does not look idle because
    /// another is not.
    private static final List<TrayState> BY_WEIGHT = List.of(
            TrayState.ATTENTION,
            TrayState.SIGNING_IN,
            TrayState.OFFLINE,
            TrayState.RENEWING,
            TrayState.CONNECTED,
            TrayState.SIGNED_OUT);

    private Standing() {}

    static TrayState of(Known known) {
        if (known.status().paused()) {
            return TrayState.PAUSED;
        }
        if (!known.status().audit().written()) {
            return TrayState.ATTENTION;
        }
        Collection<TrayState> all = known.status().profiles().stream()
                .map(profile -> of(profile, known))
                .toList();
        return BY_WEIGHT.stream().filter(all::contains).findFirst().orElse(TrayState.SIGNED_OUT);
    }

    static TrayState of(OfProfile profile, Known known) {
        return switch (profile.state()) {
            case OPENING, SIGNING_IN -> TrayState.SIGNING_IN;
            case SIGNED_OUT ->
                profile.problem() != null || known.lost().contains(profile.name())
                        ? TrayState.ATTENTION
                        : TrayState.SIGNED_OUT;
            case SIGNED_IN -> ofSignedIn(profile, known);
        };
    }

    private static TrayState ofSignedIn(OfProfile profile, Known known) {
        if (profile.problem() != null
                || endsSoon(profile, known.now())
                || !profile.routes().stream().allMatch(OfRoute::listening)) {
            return TrayState.ATTENTION;
        }
        if (profile.routes().stream().anyMatch(route -> route.unreached() != null)) {
            return TrayState.OFFLINE;
        }
        String renewal = known.renewalProblems().get(profile.name());
        if (renewal == null || !profile.renewed()) {
            return TrayState.CONNECTED;
        }
        return Changes.isOfTheNetwork(renewal) ? TrayState.OFFLINE : TrayState.RENEWING;
    }

    static boolean endsSoon(OfProfile profile, Instant now) {
        Instant end = profile.validUntil();
        return end != null && !profile.renewed() && !now.isBefore(end.minus(SOON));
    }
}
