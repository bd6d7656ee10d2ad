package dev.lakegate.desktop.tray;

/// What the icon tells at a glance; each has a shape of its own.
public enum TrayState {
    SIGNED_OUT,
    SIGNING_IN,
    CONNECTED,
    RENEWING,
    ATTENTION,
    OFFLINE,
    /// New requests are refused, as the person wants it.
    PAUSED
}
