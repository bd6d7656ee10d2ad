package dev.lakegate.os.peer;

/// Tells who opened a connection.
@FunctionalInterface
public interface Peers {
    /// Who is at its other end. To be asked as soon as the connection was accepted, before the next one
    /// is: an address can be used again once a connection is reset, and only then is it certain to be
    /// this connection's. Whom the system does not tell is [Peer#UNKNOWN].
    ///
    /// @param connection as seen from this end
    Peer of(TcpConnection connection);
}
