package dev.lakegate.os.peer.mac;

import dev.lakegate.os.peer.LocalProgram;
import dev.lakegate.os.peer.Peer;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.TcpConnection;
import dev.lakegate.os.peer.mac.ProcessFiles.OpenFile;

/// By which of this user's processes holds the other end. Looks through their files, which costs
/// milliseconds.
public final class MacPeers implements Peers {
    @Override
    public Peer of(TcpConnection connection) {
        TcpConnection sought = connection.reversed();
        try (ProcessFiles files = new ProcessFiles()) {
            for (int pid : files.processesOfThisUser()) {
                for (OpenFile file : files.socketsOf(pid)) {
                    if (files.isEstablished(file, sought)) {
                        return new Peer(true, () -> LocalProgram.of(pid));
                    }
                }
            }
            return Peer.UNKNOWN;
        }
    }
}
