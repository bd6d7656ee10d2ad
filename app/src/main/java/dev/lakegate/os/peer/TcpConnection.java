package dev.lakegate.os.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/// A TCP connection by its four-tuple, as seen from one of its ends. IPv4 addresses are never mapped
/// into IPv6.
///
/// Throws [IllegalArgumentException] when the addresses are of two families or unresolved.
public record TcpConnection(InetSocketAddress local, InetSocketAddress remote) {
    public TcpConnection {
        if (local.isUnresolved()
                || remote.isUnresolved()
                || local.getAddress().getAddress().length != remote.getAddress().getAddress().length) {
            throw new IllegalArgumentException("no connection: " + local + " to " + remote);
        }
    }

    /// As seen from this end of the channel, which must be connected.
    public static TcpConnection of(SocketChannel channel) throws IOException {
        return new TcpConnection((InetSocketAddress) channel.getLocalAddress(), (InetSocketAddress)
                Objects.requireNonNull(channel.getRemoteAddress()));
    }

    /// The same connection, seen from the other end.
    public TcpConnection reversed() {
        return new TcpConnection(remote, local);
    }

    public boolean isIpv4() {
        return local.getAddress().getAddress().length == 4;
    }
}
