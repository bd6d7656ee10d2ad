package dev.lakegate.ui.window;

import java.util.Map;
import java.util.function.Consumer;
import javafx.application.ColorScheme;
import javafx.application.Platform;

/// Whether the desktop is light or dark, and when it changes. Its calls are of the user interface's
/// thread.
public interface Appearance {
    ColorScheme now();

    void follow(Consumer<ColorScheme> changed);

    /// As the desktop tells it. Blocks for two seconds at most; needs no toolkit yet.
    static Appearance ofTheSystem(String operatingSystem, Map<String, String> environment) {
        return operatingSystem.startsWith("Linux") ? PortalAppearance.of(environment) : ofTheToolkit();
    }

    /// As JavaFX tells it.
    static Appearance ofTheToolkit() {
        return new Appearance() {
            @Override
            public ColorScheme now() {
                return Platform.getPreferences().getColorScheme();
            }

            @Override
            public void follow(Consumer<ColorScheme> changed) {
                Platform.getPreferences().colorSchemeProperty().addListener((_, _, scheme) -> changed.accept(scheme));
            }
        };
    }
}
