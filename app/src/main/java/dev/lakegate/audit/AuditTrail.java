package dev.lakegate.audit;

/// Takes down what happened. Never throws for a line that cannot be written: that is told in the program's log, and in
/// the trail itself when it can be. Blocks for a write to the page cache.
@FunctionalInterface
public interface AuditTrail {
    void append(AuditEvent event);
}
