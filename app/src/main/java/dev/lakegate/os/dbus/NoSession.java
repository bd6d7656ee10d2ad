package dev.lakegate.os.dbus;

/// This login has no D-Bus session, as in a container or over ssh.
public final class NoSession extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NoSession(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// In a clause.
    public String reason() {
        return reason;
    }
}
