package dev.lakegate.ui.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.scene.Scene;

/// Light or dark, as the desktop is.
final class Theme {
    private Theme() {}

    /// For all windows.
    static void use(ColorScheme scheme) {
        Application.setUserAgentStylesheet(
                switch (scheme) {
                    case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                    case DARK -> new PrimerDark().getUserAgentStylesheet();
                });
    }

    /// Lakegate's own looks, which follow the theme's colours.
    static void dress(Scene scene, ColorScheme colours) {
        scene.getStylesheets()
                .setAll(
                        stylesheet("lakegate.css"),
                        stylesheet(
                                switch (colours) {
                                    case LIGHT -> "light.css";
                                    case DARK -> "dark.css";
                                }));
    }

    /// For all windows and for this one's own looks, whenever the desktop changes.
    static void follow(Appearance desktop, Scene scene) {
        desktop.follow(scheme -> {
            use(scheme);
            dress(scene, scheme);
        });
    }

    private static String stylesheet(String name) {
        URL resource = Objects.requireNonNull(Theme.class.getResource("/dev/lakegate/ui/" + name), name);
        return resource.toExternalForm();
    }
}
