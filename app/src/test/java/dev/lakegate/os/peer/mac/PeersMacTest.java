package dev.lakegate.os.peer.mac;

import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.PeersContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The contract, with the connections of whoever runs this.
@EnabledOnOs(OS.MAC)
class PeersMacTest extends PeersContract {
    @Override
    protected Peers peers() {
        return new MacPeers();
    }
}
