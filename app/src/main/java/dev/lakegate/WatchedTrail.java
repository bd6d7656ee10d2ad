package dev.lakegate;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.session.changes.Change;
import dev.lakegate.session.changes.Changes;

/// A trail of sign-ins and tokens, of whose renewals those learn too who show the program.
record WatchedTrail(AuditTrail trail, Changes changes) implements AuditTrail {
    @Override
    public void append(AuditEvent event) {
        trail.append(event);
        if (event instanceof AuditEvent.Renewed renewed) {
            changes.tell(new Change.Renewal(renewed.profile(), renewed.problem()));
        }
    }
}
