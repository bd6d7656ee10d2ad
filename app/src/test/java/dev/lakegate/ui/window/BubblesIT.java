package dev.lakegate.ui.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.desktop.notification.Notification;
import dev.lakegate.sandbox.OpenWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.application.ColorScheme;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import javafx.stage.Popup;
import javafx.stage.Screen;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.api.FxRobot;

/// Notifications where the desktop shows none, and no window is open.
@Timeout(60)
class BubblesIT {
    private final BlockingQueue<String> clicks = new LinkedBlockingQueue<>();
    private final Bubbles bubbles = new Bubbles(OpenWindow.always(ColorScheme.DARK));

    @AfterEach
    void allHaveGone() {
        bubbles.close();
        await(
                "nothing is left",
                () -> OpenWindow.onScreen(() -> Window.getWindows().isEmpty()));
    }

    @Test
    void a_message_stands_in_the_corner_with_its_words_and_its_button() throws Exception {
        bubbles.show(about(
                "sign-in acme", "Your sign-in ends at 14:00", "Sign in again before, and what is running goes on."));

        awaitShown(1);
        assertThat(words(".title")).containsExactly("Your sign-in ends at 14:00");
        assertThat(OpenWindow.onScreen(() -> ((Text) node(".bubble-text")).getText()))
                .isEqualTo("Sign in again before, and what is running goes on.");
        assertThat(words(".button")).contains("Sign in");
        Rectangle2D screen = OpenWindow.onScreen(() -> Screen.getPrimary().getVisualBounds());
        await(
                "it is where it stays",
                () -> OpenWindow.onScreen(() -> {
                    Popup bubble = shown().getFirst();
                    return bubble.getX() + bubble.getWidth() <= screen.getMaxX()
                            && bubble.getX() > screen.getWidth() / 2
                            && bubble.getY() >= screen.getMinY()
                            && bubble.getY() < screen.getHeight() / 2;
                }));
        await(
                "it has come in whole",
                () -> OpenWindow.onScreen(() -> node(".title").getOpacity() == 1));
        assertThat(OpenWindow.onScreen(() -> {
                    Node ground = node(".bubble > .pane");
                    Node text = node(".bubble-text");
                    return ground.getLayoutBounds()
                            .contains(ground.sceneToLocal(text.localToScene(text.getLayoutBounds())));
                }))
                .as("all of it stands on the bubble's ground")
                .isTrue();
        OpenWindow.picture(
                OpenWindow.onScreen(() -> shown().getFirst().getScene()),
                Path.of(System.getProperty("lakegate.root"), "app/target/screenshots/bubble-dark.png"));
    }

    @Test
    void its_button_and_a_click_on_it_do_what_they_say_and_it_goes() throws Exception {
        bubbles.show(about("sign-in acme", "Ended", "Sign in"));
        awaitShown(1);
        click(".button-bar .button");
        assertThat(clicks.poll(10, TimeUnit.SECONDS)).isEqualTo("chosen");
        awaitShown(0);

        bubbles.show(about("sign-in acme", "Ended", "Sign in"));
        awaitShown(1);
        click(".title");
        assertThat(clicks.poll(10, TimeUnit.SECONDS)).isEqualTo("clicked");
        awaitShown(0);
        assertThat(clicks).isEmpty();
    }

    @Test
    void a_later_one_about_the_same_takes_the_place_of_the_earlier_until_it_is_taken_back() {
        bubbles.show(about("sign-in acme", "Ends", "soon"));
        bubbles.show(about("denial prod", "Denied", "by a rule"));
        bubbles.show(about("sign-in acme", "Ended", "now"));
        await("the later", () -> OpenWindow.onScreen(() -> words(".title").equals(List.of("Denied", "Ended"))));

        bubbles.withdraw("sign-in acme");

        await("the other", () -> OpenWindow.onScreen(() -> words(".title").equals(List.of("Denied"))));
    }

    private Notification about(String what, String title, String text) {
        return new Notification(what, title, text, "Sign in", () -> clicks.add("chosen"), () -> clicks.add("clicked"));
    }

    private static List<Popup> shown() {
        return OpenWindow.onScreen(() -> Window.getWindows().stream()
                .filter(each -> each instanceof Popup && each.isShowing())
                .map(Popup.class::cast)
                .toList());
    }

    private static void awaitShown(int count) {
        await(count + " shown", () -> shown().size() == count);
    }

    private static List<String> words(String selector) {
        return OpenWindow.onScreen(() -> shown().stream()
                .flatMap(bubble -> bubble.getScene().getRoot().lookupAll(selector).stream())
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    private static Node node(String selector) {
        return shown().getFirst().getScene().getRoot().lookup(selector);
    }

    private static void click(String selector) {
        Node node = OpenWindow.onScreen(() -> node(selector));
        var _ = new FxRobot().clickOn(node);
    }

    private static void await(String what, Callable<Boolean> isSo) {
        Awaitility.await(what).atMost(Duration.ofSeconds(20)).until(isSo);
    }
}
