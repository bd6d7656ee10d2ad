package dev.lakegate.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where Lakegate keeps its files: by the XDG Base Directory Specification on Linux, `~/Library` on macOS, `%APPDATA%`
/// on Windows. `LAKEGATE_HOME` moves all of it into one folder, but never the administrator's managed file.
///
/// @param configFile  `lakegate.toml`, written by people
/// @param stateFolder local keys and the audit log
/// @param socketFile  the control socket; its folder is owner-only
/// @param managedFile the administrator's file, at a fixed path only an administrator can write
public record Locations(Path configFile, Path stateFolder, Path socketFile, Path managedFile) {

    public static Locations of(Map<String, String> environment, String operatingSystem, Path home) {
        Path managed = managed(operatingSystem);
        Optional<Path> moved = absolute(environment, "LAKEGATE_HOME");
        if (moved.isPresent()) {
            Path folder = moved.get();
            return new Locations(
                    folder.resolve("lakegate.toml"),
                    folder.resolve("state"),
                    folder.resolve("run").resolve("control.sock"),
                    managed);
        }
        if (operatingSystem.startsWith("Mac")) {
            Path folder = home.resolve("Library/Application Support/Lakegate");
            return new Locations(
                    folder.resolve("lakegate.toml"),
                    folder.resolve("state"),
                    folder.resolve("run/control.sock"),
                    managed);
        }
        if (operatingSystem.startsWith("Windows")) {
            Path roaming = absolute(environment, "APPDATA").orElse(home.resolve("AppData/Roaming"));
            Path local = absolute(environment, "LOCALAPPDATA").orElse(home.resolve("AppData/Local"));
            return new Locations(
                    roaming.resolve("Lakegate/lakegate.toml"),
                    local.resolve("Lakegate/state"),
                    local.resolve("Lakegate/run/control.sock"),
                    managed);
        }
        Path state = absolute(environment, "XDG_STATE_HOME")
                .orElse(home.resolve(".local/state"))
                .resolve("lakegate");
        return new Locations(
                absolute(environment, "XDG_CONFIG_HOME")
                        .orElse(home.resolve(".config"))
                        .resolve("lakegate/lakegate.toml"),
                state,
                absolute(environment, "XDG_RUNTIME_DIR")
                        .map(folder -> folder.resolve("lakegate"))
                        .orElse(state.resolve("run"))
                        .resolve("control.sock"),
                managed);
    }

    /// Of this process.
    public static Locations ofThisProcess() {
        Map<String, String> environment = System.getenv();
        return of(environment, System.getProperty("os.name"), home(environment));
    }

    /// The person's folder: `$HOME` before the passwd entry, which is what Java's `user.home` tells.
    public static Path home(Map<String, String> environment) {
        return absolute(environment, "HOME").orElse(Path.of(System.getProperty("user.home")));
    }

    private static Path managed(String operatingSystem) {
        if (operatingSystem.startsWith("Mac")) {
            return Path.of("/Library/Application Support/Lakegate/lakegate.toml");
        }
        if (operatingSystem.startsWith("Windows")) {
            return Path.of("C:\\ProgramData\\Lakegate\\lakegate.toml");
        }
        return Path.of("/etc/lakegate/lakegate.toml");
    }

    /// The XDG specification has relative values ignored; so is every other one here.
    private static Optional<Path> absolute(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }
}
