package dev.lakegate.os;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What this machine calls itself.
public final class MachineName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /// Empty when it cannot be told. Asks the network's name service only on macOS, where that may block a moment.
    ///
    /// @param environment of this process
    public static Optional<String> of(Map<String, String> environment) {
        return told(environment).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static Optional<String> told(Map<String, String> environment) {
        try {
            if (Files.isReadable(LINUX)) {
                return Optional.of(Files.readString(LINUX));
            }
            String windows = environment.get("COMPUTERNAME");
            return Optional.of(windows == null ? InetAddress.getLocalHost().getHostName() : windows);
        } catch (IOException nameless) {
            return Optional.empty();
        }
    }
}
