package dev.lakegate.diagnosis.local;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import java.util.List;

/// Whether the running program can write its audit log, and whether lines were lost.
public final class AuditLogCheck implements Check {
    private final Surroundings surroundings;

    public AuditLogCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "audit_log";
    }

    @Override
    public String title() {
        return "audit log";
    }

    @Override
    public List<Finding> look() {
        Outcome outcome = surroundings.status().fold(report -> outcome(report.audit()), Outcome.NotLookedAt::new);
        return List.of(new Finding(
                surroundings.locations().stateFolder().resolve("audit").toString(), outcome));
    }

    private static Outcome outcome(AuditHealth audit) {
        Phrase remedy = Phrase.of("doctor.audit_log.remedy");
        String lost = Long.toString(audit.lost());
        if (!audit.written() && audit.refuses()) {
            return new Outcome.Wrong(Phrase.of("doctor.audit_log.refuses"), remedy, ExitStatus.FAILED);
        }
        if (!audit.written()) {
            return new Outcome.Wrong(Phrase.of("doctor.audit_log.loses", lost), remedy, ExitStatus.FAILED);
        }
        return audit.lost() == 0
                ? new Outcome.Fine(Phrase.of("doctor.audit_log.fine"))
                : new Outcome.Attention(
                        Phrase.of("doctor.audit_log.lost", lost), Phrase.of("doctor.audit_log.lost.remedy"));
    }
}
