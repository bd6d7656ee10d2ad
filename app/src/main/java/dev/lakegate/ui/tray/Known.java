package dev.lakegate.ui.tray;

import dev.lakegate.session.StatusReport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the tray is drawn from, at one moment.
///
/// @param renewalProblems by profile, why its last renewal has failed
/// @param lost            profiles whose sign-in has ended though nobody signed out
/// @param lastMinute      how many requests ended in it
/// @param browsable       routes that a browser can enter
/// @param startsAtLogin   empty where that cannot be chosen
/// @param told            what a click has led to, null when it did what was wanted
record Known(
        StatusReport status,
        Map<String, String> renewalProblems,
        Set<String> lost,
        long lastMinute,
        List<String> browsable,
        Optional<Boolean> startsAtLogin,
        @Nullable String told,
        Instant now,
        ZoneId zone) {
    Known {
        renewalProblems = Map.copyOf(renewalProblems);
        lost = Set.copyOf(lost);
        browsable = List.copyOf(browsable);
    }
}
