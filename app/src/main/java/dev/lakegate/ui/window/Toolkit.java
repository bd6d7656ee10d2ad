package dev.lakegate.ui.window;

import dev.lakegate.os.NativeEnvironment;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// JavaFX, which is started when a window is first wanted and stays until the program ends.
final class Toolkit {
    private static final Logger LOG = LoggerFactory.getLogger(Toolkit.class);

    private static State state = State.NOT_STARTED;

    private Toolkit() {}

    private enum State {
        NOT_STARTED,
        STARTED,
        /// There is no display, and JavaFX can be started only once.
        UNAVAILABLE
    }

    /// Runs it on the user interface's thread, as soon as there is one. Whether there is: there is none
    /// without a display, and then it is left. Does not wait for it.
    static synchronized boolean run(Runnable action) {
        switch (state) {
            case NOT_STARTED -> start(action);
            case STARTED -> Platform.runLater(action);
            case UNAVAILABLE -> {}
        }
        return state == State.STARTED;
    }

    private static void start(Runnable action) {
        // the window is drawn by the processor; GTK would load the system's OpenGL all the same: 55 MB resident
        Runnable asBefore = NativeEnvironment.preset("GDK_GL", "disable");
        try {
            Platform.startup(() -> {
                asBefore.run(); // a browser that we open is to have it
                // the program goes on in the tray
                Platform.setImplicitExit(false);
                action.run();
            });
            state = State.STARTED;
        } catch (UnsupportedOperationException noDisplay) {
            asBefore.run();
            state = State.UNAVAILABLE;
            LOG.info("JavaFX cannot be started here: {}", noDisplay.getMessage());
        }
    }
}
