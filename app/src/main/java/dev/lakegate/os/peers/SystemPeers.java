package dev.lakegate.os.peers;

import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.linux.LinuxPeers;
import dev.lakegate.os.peer.mac.MacPeers;
import dev.lakegate.os.peer.windows.WindowsPeers;
import java.util.Optional;

/// The peers of an operating system.
public final class SystemPeers {
    private SystemPeers() {}

    /// Empty when it is none of the three that are known.
    ///
    /// @param operatingSystem as `os.name` calls it
    public static Optional<Peers> of(String operatingSystem) {
        if (operatingSystem.startsWith("Mac")) {
            return Optional.of(new MacPeers());
        }
        if (operatingSystem.startsWith("Windows")) {
            return Optional.of(new WindowsPeers());
        }
        return operatingSystem.startsWith("Linux") ? Optional.of(new LinuxPeers()) : Optional.empty();
    }
}
