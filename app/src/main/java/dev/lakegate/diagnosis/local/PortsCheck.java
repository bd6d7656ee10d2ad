package dev.lakegate.diagnosis.local;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.os.PortHolder;
import dev.lakegate.session.StatusReport;
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
        boolean isRunning = surroundings.status().fold(StatusReport::running, _ -> false);
        return surroundings.ofEachSession(profile -> profile.routes().stream()
                .map(route -> new Finding(route.name(), outcome(route, isRunning)))
                .toList());
    }

    private static Outcome outcome(OfRoute route, boolean isRunning) {
        String port = String.valueOf(route.port());
        if (route.listening()) {
            return isRunning
                    ? new Outcome.Fine(Phrase.of("doctor.ports.fine", port))
                    : new Outcome.Attention(
                            Phrase.of("doctor.ports.not_running", port), Phrase.of("doctor.ports.not_running.remedy"));
        }
        String problem = String.valueOf(route.problem());
        Phrase detail = PortHolder.of(route.port())
                .map(holder -> Phrase.of("doctor.ports.held", port, holder.toString()))
                .orElse(Phrase.of("doctor.ports.failed", port, Phrase.what(problem, problem)));
        return new Outcome.Wrong(detail, Phrase.of("doctor.ports.remedy", route.name()));
    }
}
