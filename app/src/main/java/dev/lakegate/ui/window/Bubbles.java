package dev.lakegate.ui.window;

import dev.lakegate.desktop.notification.Notification;
import dev.lakegate.desktop.notification.Notifications;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.text.Text;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.action.Action;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages of the program's own making, where the desktop shows none: in the window when it is open,
/// else in the corner of the screen. The toolkit is started for the first of them.
public final class Bubbles implements Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Bubbles.class);

    /// Long enough to read two sentences and to reach the button.
    private static final Duration SHOWN = Duration.seconds(15);

    private static final double TEXT_WIDTH = 260;

    private final Supplier<Appearance> appearance;
    private @Nullable Appearance desktop;
    // of the user interface's thread
    private final Map<String, Window> shown = new HashMap<>();
    private @Nullable Stage corner;

    /// @param appearance asked for with the first message; may block
    public Bubbles(Supplier<Appearance> appearance) {
        this.appearance = appearance;
    }

    @Override
    public synchronized void show(Notification notification) {
        Appearance known = desktop == null ? appearance.get() : desktop;
        desktop = known;
        if (!Toolkit.run(() -> put(notification, known))) {
            LOG.debug("Nobody shows notifications here");
        }
    }

    @Override
    public synchronized void withdraw(String about) {
        if (desktop != null) {
            var _ = Toolkit.run(() -> hide(about));
        }
    }

    @Override
    public synchronized void close() {
        if (desktop != null) {
            var _ = Toolkit.run(() -> List.copyOf(shown.keySet()).forEach(this::hide));
        }
    }

    private void put(Notification notification, Appearance looks) {
        hide(notification.about());
        Node sign = Icon.LOGO.node(28);
        sign.getStyleClass().add("logo");
        // the library's own label is of one line
        Text text = new Text(notification.text());
        text.setWrappingWidth(TEXT_WIDTH);
        text.getStyleClass().add("bubble-text");
        org.controlsfx.control.Notifications.create()
                .owner(openWindow().orElseGet(() -> cornerOfTheScreen(looks)))
                .position(Pos.TOP_RIGHT)
                .styleClass("bubble")
                .title(notification.title())
                .text("")
                .graphic(Parts.row(12, sign, text))
                .hideAfter(SHOWN)
                .onAction(_ -> choose(notification, notification.clicked()))
                .action(new Action(notification.choice(), _ -> choose(notification, notification.chosen())))
                .show();
        keep(notification.about(), sign.getScene().getWindow());
    }

    private void keep(String about, Window bubble) {
        shown.put(about, bubble);
        bubble.showingProperty().addListener((_, _, isShowing) -> {
            if (!isShowing) {
                shown.remove(about, bubble);
                if (shown.isEmpty() && corner != null) {
                    corner.hide();
                }
            }
        });
    }

    private void hide(String about) {
        Window bubble = shown.get(about);
        if (bubble != null) {
            bubble.hide();
        }
    }

    private void choose(Notification notification, Runnable action) {
        hide(notification.about());
        Thread.ofVirtual().name("notification").start(() -> {
            try {
                action.run();
            } catch (RuntimeException failure) {
                LOG.warn("What was chosen in a notification has failed", failure);
            }
        });
    }

    private Optional<Window> openWindow() {
        return Window.getWindows().stream()
                .filter(each ->
                        each instanceof Stage stage && !each.equals(corner) && each.isShowing() && !stage.isIconified())
                .findFirst();
    }

    /// Bubbles belong to a window that is shown, and a program in the tray has none: this one is as
    /// good as nothing.
    private Window cornerOfTheScreen(Appearance looks) {
        Stage stage = corner;
        if (stage == null) {
            stage = new Stage(StageStyle.UTILITY);
            corner = stage;
            stage.setTitle("Lakegate");
            stage.setOpacity(0);
            stage.setWidth(1);
            stage.setHeight(1);
            Scene scene = new Scene(new Group());
            stage.setScene(scene);
            Theme.use(looks.now());
            Theme.dress(scene, looks.now());
            Theme.follow(looks, scene);
        }
        stage.show();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setX(screen.getMaxX() - stage.getWidth());
        stage.setY(screen.getMinY());
        return stage;
    }
}
