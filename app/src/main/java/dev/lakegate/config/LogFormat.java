package dev.lakegate.config;

/// How a line of the program's own log is written.
public enum LogFormat {
    /// For people.
    TEXT,
    /// An object on each line.
    JSON
}
