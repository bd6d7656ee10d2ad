package dev.lakegate;

import dev.lakegate.config.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// By which the audit tells one state of the configuration's files from another.
final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /// The SHA-256 of each that there is and can be read. Blocks on the disk.
    static Map<String, String> digests(Locations locations) {
        Map<String, String> digests = new TreeMap<>();
        put(digests, "lakegate.toml", locations.configFile());
        put(digests, "managed-lakegate.toml", locations.managedFile());
        return digests;
    }

    private static void put(Map<String, String> digests, String name, Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            digests.put(name, HexFormat.of().formatHex(digest));
        } catch (IOException absent) {
            // or what cannot be read, which the loader has told by now
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
