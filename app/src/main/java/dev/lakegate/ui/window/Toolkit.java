package dev.lakegate.ui.window;

import javafx.application.Platform;

/// JavaFX, which is started when a window is first wanted and stays until the program ends.
final class Toolkit {
    private static boolean isStarted;

    private Toolkit() {}

    /// Runs it on the user interface's thread, as soon as there is one. Does not block.
    static synchronized void run(Runnable action) {
        if (isStarted) {
            Platform.runLater(action);
            return;
        }
        isStarted = true;
        Platform.startup(() -> {
            // the program goes on in the tray
            Platform.setImplicitExit(false);
            action.run();
        });
    }
}
