package dev.lakegate.desktop.autostart;

import java.nio.file.Path;

/// Of XDG's Desktop Entry Specification; in `Exec` a path is quoted, and what is special within
/// quotes, in a text, and to `Exec` itself is escaped.
final class DesktopEntry {
    private DesktopEntry() {}

    static String of(Path launcher) {
        String quoted = launcher.toString()
                .replaceAll("[\"`$\\\\]", "\\\\$0")
                .replace("\\", "\\\\")
                .replace("%", "%%");
        return """
                [Desktop Entry]
                Type=Application
                Name=Lakegate
                Comment=Reach your Databricks workspace from localhost, as yourself
                Exec="%s" --hidden
                Icon=lakegate
                Terminal=false
                X-GNOME-Autostart-enabled=true
                """.formatted(quoted);
    }

    /// Whether a line is one by which a desktop's settings keep the entry and do not start it.
    static boolean switchesOff(String line) {
        String plain = line.replace(" ", "");
        return plain.equals("Hidden=true") || plain.equals("X-GNOME-Autostart-enabled=false");
    }
}
