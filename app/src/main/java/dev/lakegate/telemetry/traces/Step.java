package dev.lakegate.telemetry.traces;

/// Where a request is on its way; each has a span of its own below the request's.
public enum Step {
    /// Whether the caller is this user's.
    ADMIT("admit"),
    /// The tokens are looked for, or obtained.
    TOKEN("token"),
    /// A connection to the gateway is opened for it.
    CONNECT("connect"),
    /// It is sent, and the gateway's answer waited for.
    FIRST_BYTE("first byte"),
    /// The answer goes to the client, or a tunnel both ways.
    STREAM("stream");

    private final String span;

    Step(String span) {
        this.span = span;
    }

    /// The span's name.
    String span() {
        return span;
    }
}
