package dev.lakegate.os.notifications;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// GNOME's do-not-disturb: `show-banners` of `org.gnome.desktop.notifications`. The notification
/// server does not tell it, nor does the desktop's portal, and the file it is kept in is dconf's own:
/// GLib's program `gsettings` reads it, in some milliseconds.
public final class GnomeBanners {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private GnomeBanners() {}

    /// Whether the person has switched them off; not where the desktop is another, or nobody can tell.
    /// Blocks for a second at most.
    ///
    /// @param environment tells which desktop it is, and where its settings are
    public static boolean areOff(Map<String, String> environment) {
        return environment.getOrDefault("XDG_CURRENT_DESKTOP", "").contains("GNOME")
                && read(environment).equals("false");
    }

    private static String read(Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder("gsettings", "get", "org.gnome.desktop.notifications", "show-banners");
        builder.environment().putAll(environment);
        try {
            Process program =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                program.getOutputStream().close();
                // one word, which the pipe holds until the program has ended
                return program.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        ? new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                        : "";
            } finally {
                program.destroy();
            }
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
