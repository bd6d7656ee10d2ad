package dev.lakegate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ports of loopback on which nothing listens now. None is given out twice: the system may offer one again at once, and
/// two routes of one file would have it.
public final class FreePort {
    private static final int TRIES = 1_000;

    private static final Set<String> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /// One of 127.0.0.1.
    public static int next() {
        return on("127.0.0.1");
    }

    /// One of this address.
    ///
    /// @param address of this machine
    public static int on(String address) {
        for (int tried = 0; tried < TRIES; tried++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
                if (GIVEN.add(address + ":" + socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        throw new IllegalStateException("no port of " + address + " is left");
    }
}
