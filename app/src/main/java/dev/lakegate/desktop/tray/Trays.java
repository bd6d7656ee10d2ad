package dev.lakegate.desktop.tray;

import java.util.Map;
import java.util.Optional;

/// The choice of a tray for this system.
public final class Trays {
    private Trays() {}

    /// Empty where there is none.
    ///
    /// @param operatingSystem as in `os.name`
    /// @param view            to begin with
    /// @param activated       when the icon itself is clicked, on a virtual thread
    public static Optional<Tray> ofThisSystem(
            String operatingSystem, Map<String, String> environment, TrayView view, Runnable activated) {
        return isLinux(operatingSystem)
                ? StatusNotifierTray.open(environment, view, activated)
                : AwtTray.open(view, activated);
    }

    /// Whether the person sits before this process: there is a display, or a panel that shows
    /// trays.
    public static boolean isDesktop(String operatingSystem, Map<String, String> environment) {
        return !isLinux(operatingSystem)
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty()
                || StatusNotifierTray.isThere(environment);
    }

    private static boolean isLinux(String operatingSystem) {
        return !operatingSystem.startsWith("Mac") && !operatingSystem.startsWith("Windows");
    }
}
