package dev.lakegate.clients.databrickscfg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The profiles of `.databrickscfg`, an INI file that Databricks' clients share.
///
/// @param file     where it is, or would be
/// @param profiles keys (in lower case) and values of each, by its name; empty when there is no file
public record DatabricksProfiles(Path file, Map<String, Map<String, String>> profiles) {

    /// Throws [IOException] when there is a file that cannot be read.
    public static DatabricksProfiles read(Map<String, String> environment, Path home) throws IOException {
        Path file = place(environment, home);
        return new DatabricksProfiles(
                file, Files.exists(file) ? IniText.of(Files.readString(file)).sections() : Map.of());
    }

    /// Where these clients look for it.
    static Path place(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("DATABRICKS_CONFIG_FILE"))
                .filter(named -> !named.isBlank())
                .map(named -> named.startsWith("~/") ? home.resolve(named.substring(2)) : Path.of(named))
                .orElse(home.resolve(".databrickscfg"));
    }
}
