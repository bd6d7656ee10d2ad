package dev.lakegate.diagnosis.local;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.os.PortHolder;
import dev.lakegate.session.StatusReport.OfRoute;
import java.util.List;

/// Whether the routes listen on their ports, and who has those on which they do not.
public final class PortsCheck implements Check {
    private final Surroundings surroundings;

    public PortsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public String title() {
        return "local ports";
    }

    @Override
    public List<Finding> look() {
        return surroundings.ofEachSession(profile -> profile.routes().stream()
                .map(route -> new Finding(route.name(), outcome(route)))
                .toList());
    }

    private static Outcome outcome(OfRoute route) {
        if (route.listening()) {
            return new Outcome.Fine("listens on port " + route.port());
        }
        String who = PortHolder.of(route.port())
                .map(holder -> "is held by " + holder)
                .orElse("is not to be had (" + route.problem() + ")");
        return new Outcome.Wrong(
                "port " + route.port() + " " + who,
                "End that program or give the route another port, start Lakegate again, and run 'lakegate env "
                        + route.name() + "' anew.");
    }
}
