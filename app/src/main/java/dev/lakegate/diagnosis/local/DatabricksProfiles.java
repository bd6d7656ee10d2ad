package dev.lakegate.diagnosis.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The profiles of `.databrickscfg`, an INI file that Databricks' clients share.
///
/// @param file     where it is, or would be
/// @param profiles keys and values of each, by its name; empty when there is no file
record DatabricksProfiles(Path file, Map<String, Map<String, String>> profiles) {

    /// Throws [IOException] when there is a file that cannot be read.
    static DatabricksProfiles read(Map<String, String> environment, Path home) throws IOException {
        Path file = Optional.ofNullable(environment.get("DATABRICKS_CONFIG_FILE"))
                .filter(named -> !named.isBlank())
                .map(named -> named.startsWith("~/") ? home.resolve(named.substring(2)) : Path.of(named))
                .orElse(home.resolve(".databrickscfg"));
        Map<String, Map<String, String>> profiles = new LinkedHashMap<>();
        if (Files.exists(file)) {
            Map<String, String> current = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (text.startsWith("[") && text.endsWith("]")) {
                    current =
                            profiles.computeIfAbsent(text.substring(1, text.length() - 1), _ -> new LinkedHashMap<>());
                } else if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                    current.put(
                            text.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            text.substring(equals + 1).strip());
                }
            }
        }
        return new DatabricksProfiles(file, profiles);
    }
}
