package dev.lakegate.audit;

/// How the audit log of the running program fares.
///
/// @param written whether its lines can be written now
/// @param refuses whether requests are refused while they cannot
/// @param lost    lines that could not be written since the start
public record AuditHealth(boolean written, boolean refuses, long lost) {
    /// Of a log that nothing has been wrong with, or that no running program writes.
    public static final AuditHealth SOUND = new AuditHealth(true, false, 0);
}
