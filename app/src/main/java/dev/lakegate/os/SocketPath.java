package dev.lakegate.os;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Unix-domain sockets have short names: 108 bytes on Linux, 104 on macOS, the closing zero included.
public final class SocketPath {
    private static final int MAX_BYTES = 103;

    private SocketPath() {}

    /// The wanted path, or where it is too long one in the temporary folder that stands for it. Both sides of
    /// the socket ask here, so they meet.
    public static Path bindable(Path wanted) {
        if (wanted.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return wanted;
        }
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "lakegate-" + digest(System.getProperty("user.name")),
                digest(wanted.toAbsolutePath().normalize().toString()) + ".sock");
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
