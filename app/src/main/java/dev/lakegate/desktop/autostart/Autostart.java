package dev.lakegate.desktop.autostart;

import dev.lakegate.model.ProblemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Whether this program starts, hidden, when the person logs in. Each call blocks on the disk, and
/// doing it twice does no more than once.
public interface Autostart {

    boolean isOn();

    void set(boolean on) throws ProblemException;

    /// Has it start the program from where it is now, when it was on with another path, as after an
    /// update.
    void keepUp() throws ProblemException;

    /// Of this process; empty where no launcher has started it and said where it is.
    ///
    /// @param home the person's folder
    static Optional<Autostart> ofThisProcess(Map<String, String> environment, Path home) {
        return ofThisSystem(
                System.getProperty("os.name"),
                environment,
                home,
                Optional.ofNullable(System.getProperty("lakegate.launcher")).map(Path::of));
    }

    /// Of this system.
    ///
    /// @param home     the person's folder
    /// @param launcher the program as a person starts it; empty where that is not known, as in a
    /// test
    static Optional<Autostart> ofThisSystem(
            String operatingSystem, Map<String, String> environment, Path home, Optional<Path> launcher) {
        return launcher.map(program -> {
            if (operatingSystem.startsWith("Mac")) {
                return new StartFile(home.resolve("Library/LaunchAgents/dev.lakegate.plist"), LaunchAgent.of(program));
            }
            if (operatingSystem.startsWith("Windows")) {
                return new RunKey(program);
            }
            Path configuration = Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .orElse(home.resolve(".config"));
            return new StartFile(configuration.resolve("autostart/dev.lakegate.desktop"), DesktopEntry.of(program));
        });
    }
}
