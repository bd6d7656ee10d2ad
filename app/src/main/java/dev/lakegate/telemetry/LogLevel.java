package dev.lakegate.telemetry;

import java.util.Locale;

/// How much a logger says.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE,
    /// As when the program started.
    DEFAULT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
