package dev.lakegate.audit;

import dev.lakegate.config.AuditSettings;
import dev.lakegate.model.ProblemException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trail of a command that does its work alone: the log is opened for each event, so that others can write it in
/// between. One that was started meanwhile and keeps it open has the event in the program's log alone.
public record OccasionalTrail(AuditFolder folder, AuditSettings settings, InstantSource clock) implements AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(OccasionalTrail.class);

    @Override
    public void append(AuditEvent event) {
        try (AuditLog log = new AuditLog(folder, settings, clock)) {
            log.append(event);
        } catch (ProblemException failure) {
            LOG.warn(
                    "There is no audit line of {}: {}", event, failure.problem().text());
        }
    }
}
