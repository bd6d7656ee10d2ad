package dev.lakegate;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.telemetry.metrics.Metrics;

/// A trail of sign-ins and tokens, of which the metrics learn too.
record MeteredTrail(AuditTrail trail, Metrics metrics) implements AuditTrail {
    @Override
    public void append(AuditEvent event) {
        trail.append(event);
        if (event instanceof AuditEvent.Renewed renewed) {
            metrics.renewed(renewed.profile(), renewed.problem(), renewed.durationMicros());
        } else if (event instanceof AuditEvent.Exchanged exchanged) {
            metrics.exchanged(exchanged.route(), exchanged.problem(), exchanged.durationMicros());
        } else if (event instanceof AuditEvent.SignedIn in) {
            metrics.signedIn(in.profile(), in.way(), null);
        } else if (event instanceof AuditEvent.SignInFailed failed) {
            metrics.signedIn(failed.profile(), failed.way(), failed.problem());
        }
    }
}
