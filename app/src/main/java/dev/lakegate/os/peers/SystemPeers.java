package dev.lakegate.os.peers;

import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.TcpConnection;
import dev.lakegate.os.peer.linux.LinuxPeers;
import dev.lakegate.os.peer.mac.MacPeers;
import dev.lakegate.os.peer.windows.WindowsPeers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The peers of an operating system.
public final class SystemPeers {
    private static final Logger LOG = LoggerFactory.getLogger(SystemPeers.class);

    private SystemPeers() {}

    /// Those that have just told rightly of a connection of this program's own; empty where they cannot, as where
    /// netlink is closed or a user namespace hides who this is. Blocks some milliseconds.
    ///
    /// @param operatingSystem as `os.name` calls it
    public static Optional<Peers> proven(String operatingSystem) {
        return of(operatingSystem).filter(SystemPeers::knowThisProgram);
    }

    private static boolean knowThisProgram(Peers peers) {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
                SocketChannel _ = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            return peers.of(TcpConnection.of(accepted)).isThisUser();
        } catch (IOException | RuntimeException | LinkageError untold) {
            LOG.info("Who opens a connection cannot be told here: {}", untold.toString());
            return false;
        }
    }

    private static Optional<Peers> of(String operatingSystem) {
        if (operatingSystem.startsWith("Mac")) {
            return Optional.of(new MacPeers());
        }
        if (operatingSystem.startsWith("Windows")) {
            return Optional.of(new WindowsPeers());
        }
        return operatingSystem.startsWith("Linux") ? Optional.of(new LinuxPeers()) : Optional.empty();
    }
}
