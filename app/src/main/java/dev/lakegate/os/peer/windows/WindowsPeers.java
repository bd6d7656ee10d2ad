package dev.lakegate.os.peer.windows;

import dev.lakegate.os.peer.LocalProgram;
import dev.lakegate.os.peer.Peer;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.TcpConnection;
import java.util.OptionalInt;

/// By the user of the process that holds the other end, as the table of connections names it.
public final class WindowsPeers implements Peers {
    @Override
    public Peer of(TcpConnection connection) {
        TcpConnection sought = connection.reversed();
        OptionalInt pid = WindowsConnections.established(sought);
        if (pid.isEmpty()) {
            return Peer.UNKNOWN;
        }
        try (WindowsProcess process = WindowsProcess.open(pid.getAsInt())) {
            // whose number was not given to another process: that cannot happen while it is open
            boolean isStillIts = WindowsConnections.established(sought).equals(pid);
            return new Peer(
                    isStillIts && process.isOfThisUser(),
                    () -> LocalProgram.of(Integer.toUnsignedLong(pid.getAsInt())));
        }
    }
}
