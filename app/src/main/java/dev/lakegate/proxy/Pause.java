package dev.lakegate.proxy;

import dev.lakegate.audit.AuditEvent;
import dev.lakegate.audit.AuditTrail;
import java.time.InstantSource;

/// Whether new requests are refused because the person wants them to be. Requests under way go on, and
/// listeners keep listening. It ends with the process.
public final class Pause {
    private final AuditTrail trail;
    private final InstantSource clock;
    private volatile boolean on;

    /// Not on.
    ///
    /// @param trail tells when it begins and ends
    public Pause(AuditTrail trail, InstantSource clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /// For the data path: one read.
    public boolean isOn() {
        return on;
    }

    /// Returns whether it was not on before.
    public synchronized boolean begin() {
        if (on) {
            return false;
        }
        on = true;
        trail.append(new AuditEvent.Paused(clock.instant()));
        return true;
    }

    /// Returns whether it was on before.
    public synchronized boolean end() {
        if (!on) {
            return false;
        }
        on = false;
        trail.append(new AuditEvent.Resumed(clock.instant()));
        return true;
    }
}
