package dev.lakegate.ui.window;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.ui.Window;
import dev.lakegate.ui.feed.Feed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program's window. The toolkit is started when it is first opened, and costs nothing before.
/// Closing it hides it, and nothing of it works on. Calls may come from any thread and do not
/// block.
public final class DesktopWindow implements Window {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopWindow.class);

    private static final double LEAST_WIDTH = 820;
    /// A screen of 1080 lines has 540 at 200 %, and panels.
    private static final double LEAST_HEIGHT = 440;

    private final Desk desk;
    private final Supplier<Appearance> appearance;
    private final AtomicBoolean wasOpened = new AtomicBoolean();
    private @Nullable Stage stage;

    /// @param appearance asked for when the window is first opened; may block
    public DesktopWindow(Desk desk, Supplier<Appearance> appearance) {
        this.desk = desk;
        this.appearance = appearance;
    }

    /// Opens it, or brings it to the front.
    @Override
    public void open() {
        if (wasOpened.getAndSet(true)) {
            openBy(() -> show(stage));
            return;
        }
        Appearance desktop = appearance.get();
        openBy(() -> show(made(desktop)));
    }

    private static void openBy(Runnable action) {
        if (!Toolkit.run(action)) {
            LOG.warn("No window can be opened: there is no display that JavaFX can use");
        }
    }

    @Override
    public void close() {
        if (wasOpened.get()) {
            var _ = Toolkit.run(() -> {
                if (stage != null) {
                    stage.hide();
                }
            });
        }
    }

    private void show(@Nullable Stage window) {
        if (window != null) {
            stage = window;
            window.show();
            window.setIconified(false);
            window.toFront();
            window.requestFocus();
        }
    }

    private Stage made(Appearance desktop) {
        Feed feed = new Feed(
                desk.instance()::status, AuditFolder.in(desk.locations().stateFolder()), InstantSource.system());
        Theme.use(desktop.now());
        Frame frame = new Frame(desk, feed, desktop.now());
        Theme.follow(desktop, frame.scene());
        Stage window = new Stage();
        window.setTitle("Lakegate");
        icon(window);
        window.setScene(frame.scene());
        window.setMinWidth(LEAST_WIDTH);
        window.setMinHeight(LEAST_HEIGHT);
        keepWithin(Screen.getPrimary().getVisualBounds(), window, frame.scene());
        window.setOnShown(_ -> feed.begin());
        window.setOnHidden(_ -> feed.end());
        return window;
    }

    /// At a large scale the screen is smaller than the window would be.
    private static void keepWithin(Rectangle2D screen, Stage window, Scene scene) {
        if (scene.getWidth() > screen.getWidth()) {
            window.setWidth(screen.getWidth());
        }
        if (scene.getHeight() > screen.getHeight()) {
            window.setHeight(screen.getHeight());
        }
    }

    private static void icon(Stage window) {
        try (InputStream image = DesktopWindow.class.getResourceAsStream("/dev/lakegate/ui/lakegate-128.png")) {
            window.getIcons().add(new Image(Objects.requireNonNull(image)));
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
    }
}
