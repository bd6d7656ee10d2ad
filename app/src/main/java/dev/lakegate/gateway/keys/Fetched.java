package dev.lakegate.gateway.keys;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What came of asking an issuer for its keys.
public sealed interface Fetched {

    /// A set that may be used.
    ///
    /// @param etag     as the issuer wrote it
    /// @param freshFor until it is worth asking again
    record Fresh(JudgedKeySet.Accepted set, URI from, Optional<String> etag, Duration freshFor) implements Fetched {}

    /// The set that is held is still the issuer's (RFC 9110 §15.4.5).
    record NotModified(Duration freshFor) implements Fetched {}

    /// Nothing that may be used came.
    ///
    /// @param what       a clause for the operator
    /// @param retryAfter how long the issuer asks to be left alone (RFC 9110 §10.2.3), at most an hour
    record Failed(Kind kind, String what, Optional<Duration> retryAfter) implements Fetched {
        Failed(Kind kind, String what) {
            this(kind, what, Optional.empty());
        }
    }

    /// What failed.
    enum Kind {
        UNREACHABLE,
        /// The certificate is not one that is believed, or not that host's.
        TLS,
        /// Another status than 200.
        STATUS,
        TOO_LARGE,
        /// The discovery document is not this issuer's, or leads to no address that may be fetched from.
        DISCOVERY,
        /// The key set as a whole.
        REFUSED,
        /// This machine's own: its `ca_file` cannot be read.
        CA_FILE
    }
}
