package dev.lakegate.sandbox;

import dev.lakegate.desktop.Browser;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.ui.window.Appearance;
import dev.lakegate.ui.window.Desk;
import dev.lakegate.ui.window.DesktopWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.testfx.api.FxRobot;

/// The program's window on a laptop, as a person sees and uses it; on JavaFX's Headless platform,
/// which needs no display.
public final class OpenWindow implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DesktopWindow window;
    private final FxRobot robot = new FxRobot();
    private int clicks;

    private OpenWindow(DesktopWindow window) {
        this.window = window;
    }

    /// Of a laptop that was started. Blocks until it is shown.
    public static OpenWindow on(Laptop laptop) {
        return on(laptop, ColorScheme.LIGHT);
    }

    /// Likewise, on a desktop that is light or dark.
    public static OpenWindow on(Laptop laptop, ColorScheme scheme) {
        return on(laptop, always(scheme), Optional::empty);
    }

    /// Likewise, on a desktop that may change.
    ///
    /// @param newer the release that the person is to have
    public static OpenWindow on(Laptop laptop, Supplier<Appearance> desktop, Supplier<Optional<ReleaseNumber>> newer) {
        Desk desk = new Desk(
                "unpackaged",
                laptop.locations(),
                laptop.environment(),
                laptop.home(),
                laptop.instance(),
                new Browser(laptop.environment(), System.getProperty("os.name")),
                Autostart.ofThisSystem(
                        "Linux", Map.of(), laptop.home(), Optional.of(Path.of("/opt/lakegate/bin/lakegate"))),
                newer);
        OpenWindow open = new OpenWindow(new DesktopWindow(desk, desktop));
        open.window.open();
        Awaitility.await().atMost(PATIENCE).until(() -> stage().isPresent());
        return open;
    }

    /// A desktop that does not change.
    public static Supplier<Appearance> always(ColorScheme scheme) {
        return () -> new Appearance() {
            @Override
            public ColorScheme now() {
                return scheme;
            }

            @Override
            public void follow(Consumer<ColorScheme> changed) {}
        };
    }

    private static Optional<Stage> stage() {
        return onScreen(() -> Window.getWindows().stream()
                .filter(each -> each instanceof Stage && each.isShowing())
                .map(Stage.class::cast)
                .findFirst());
    }

    /// On the user interface's thread. Blocks.
    public static <T> T onScreen(Callable<T> what) {
        if (Platform.isFxApplicationThread()) {
            try {
                return what.call();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(what.call());
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public Scene scene() {
        return stage().orElseThrow().getScene();
    }

    public FxRobot robot() {
        return robot;
    }

    /// By its id or another selector, waited for. Throws when none comes.
    public <T extends Node> T find(String selector, Class<T> type) {
        return Awaitility.await(selector)
                .atMost(PATIENCE)
                .until(
                        () -> onScreen(
                                () -> Optional.ofNullable(scene().getRoot().lookup(selector))
                                        .filter(node -> isSeen(node))
                                        .map(type::cast)),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// As [#find], of what is there now; within [#await] what is not there yet is waited for.
    public <T extends Node> T now(String selector, Class<T> type) {
        return onScreen(() -> type.cast(Optional.ofNullable(scene().getRoot().lookup(selector))
                .orElseThrow(() -> new NoSuchElementException(selector))));
    }

    /// Whether it is there now and can be seen.
    public boolean isSeen(String selector) {
        return onScreen(() -> Optional.ofNullable(scene().getRoot().lookup(selector))
                .filter(OpenWindow::isSeen)
                .isPresent());
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /// Until it says so.
    public void await(String what, Callable<Boolean> isSo) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(failure -> rootOf(failure) instanceof NoSuchElementException)
                .until(() -> onScreen(isSo));
    }

    /// Until so many pictures were drawn, as what is read meanwhile is shown.
    public static void awaitPulses(int count) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private int left = count;

            @Override
            public void handle(long now) {
                left--;
                if (left < 0) {
                    stop();
                    done.complete(null);
                }
            }
        }.start());
        done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// As a person does: a click counts.
    public void click(String selector) {
        Node node = find(selector, Node.class);
        await(selector + " can be clicked", () -> !node.isDisabled());
        robot.clickOn(node);
        clicks++;
    }

    /// Into what has the focus already, or gets it without a click, as the first field of a page.
    public void write(String selector, String text) {
        Node node = find(selector, Node.class);
        await(selector + " has the focus", node::isFocused);
        robot.write(text, 0);
    }

    public void type(String selector, String text) {
        robot.clickOn(find(selector, Node.class));
        robot.write(text, 0);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /// The person makes the window so wide, whatever screen the platform has.
    public void wide(double pixels) {
        onScreen(() -> {
            scene().getWindow().setWidth(pixels);
            return null;
        });
        awaitPulses(3);
    }

    /// Since the window was opened.
    public int clicks() {
        return clicks;
    }

    /// What is seen now.
    public void picture(Path png) {
        picture(scene(), png);
    }

    /// What is in there now.
    public static void picture(Scene scene, Path png) {
        WritableImage image = onScreen(() -> scene.snapshot(null));
        try {
            Files.createDirectories(png.toAbsolutePath().getParent());
            ImageIO.write(buffered(image), "png", png.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static BufferedImage buffered(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        return copy;
    }

    @Override
    public void close() {
        window.close();
        Awaitility.await().atMost(PATIENCE).until(() -> stage().isEmpty());
    }
}
