package dev.lakegate.diagnosis.network;

import dev.lakegate.model.Phrase;

/// What came of a look at a server.
sealed interface PeerLook {

    /// A TLS handshake was completed, with whomever.
    record Encrypted(TlsPeer peer) implements PeerLook {}

    /// The address is one of http, and somebody listens there.
    record Plain() implements PeerLook {}

    /// No connection.
    record Unreachable(Phrase reason) implements PeerLook {}

    /// A connection, but no TLS on it.
    record NoTls(Phrase reason) implements PeerLook {}

    /// The profile's `ca_file` cannot be read.
    record NoRoots(Phrase reason) implements PeerLook {}
}
