package dev.lakegate.model;

import java.time.Duration;
import java.time.Instant;

/// A bearer token (RFC 6750) with the wall-clock times between which it may be used.
///
/// @param value      the token, as sent after `Bearer `
/// @param obtainedAt when this machine received it
/// @param expiresAt  when its issuer stops accepting it
public record Token(Secret value, Instant obtainedAt, Instant expiresAt) {

    /// Throws [IllegalArgumentException] when the token had expired before it was obtained.
    public Token {
        if (expiresAt.isBefore(obtainedAt)) {
            throw new IllegalArgumentException("the token expired at " + expiresAt + ", before it was obtained");
        }
    }

    public Duration lifetime() {
        return Duration.between(obtainedAt, expiresAt);
    }

    /// Whether it stays valid for so long. One from the future is not valid: the clock was set back since it came, so
    /// that nobody knows how old it is.
    public boolean isValidFor(Duration remaining, Instant now) {
        return !now.isBefore(obtainedAt) && now.plus(remaining).isBefore(expiresAt);
    }
}
