package dev.lakegate.ui.feed;

import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.audit.activity.Rows;
import dev.lakegate.session.StatusReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The program at one moment.
///
/// @param rows    the requests that the log tells of
/// @param hour    their figures of the last hour, in steps of 30 seconds
/// @param day     of the last day, in steps of 5 minutes
/// @param routes  of the last ten minutes, by route, in steps of 10 seconds
public record Sight(
        Instant at, StatusReport status, Rows rows, List<Step> hour, List<Step> day, Map<String, List<Step>> routes) {
    public Sight {
        hour = List.copyOf(hour);
        day = List.copyOf(day);
        routes = Map.copyOf(routes);
    }

    /// Each look is one of its own; JavaFX would compare all figures of two.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
