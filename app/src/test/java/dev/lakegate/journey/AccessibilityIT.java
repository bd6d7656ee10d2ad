package dev.lakegate.journey;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import dev.lakegate.sandbox.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.stage.Window;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The window for who cannot see it, has no mouse, or needs it large.
@ExtendWith(StandardSandbox.class)
@Timeout(120)
class AccessibilityIT extends WithSandbox {
    /// A screen of 1920 to 1080 pixels at 200 %, less what a panel takes.
    private static final double WIDTH = 960;

    private static final double HEIGHT = 500;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
    private final SoftAssertions softly = new SoftAssertions();

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    /// German words are long, and Arabic is written from right to left.
    @ParameterizedTest
    @ValueSource(strings = {"de", "ar"})
    void all_of_it_is_told_reached_by_the_tab_key_and_within_reach_at_200_percent(String language) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(language));
        Laptop laptop = laptopOf("alice");
        var _ = Notebook.of(laptop, "prod").post("/api/2.0/token/create", "{}");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            large(window);
            window.await("the problem", () -> window.isSeen("#problem"));
            look(window, "overview");
            fire(window, "#mend");
            window.find("#details-outcome", Node.class);
            look(window, "activity");
            for (Map.Entry<String, String> page : Map.of(
                            "connect", "#snippet", "diagnostics", "#check-workspace", "settings", "#sections")
                    .entrySet()) {
                fire(window, "#nav-" + page.getKey());
                window.find(page.getValue(), Node.class);
                look(window, page.getKey());
            }
        }
        laptop.close();
        Laptop anew = notStarted("", Map.of());
        anew.startBeforeJoining();
        try (OpenWindow window = OpenWindow.on(anew)) {
            large(window);
            window.find("#gateway", Node.class);
            look(window, "welcome");
        }
        softly.assertAll();
    }

    private static void fire(OpenWindow window, String selector) {
        ButtonBase button = window.find(selector, ButtonBase.class);
        OpenWindow.onScreen(() -> {
            button.fire();
            return null;
        });
    }

    private static void large(OpenWindow window) {
        OpenWindow.onScreen(() -> {
            Window shown = window.scene().getWindow();
            shown.setWidth(WIDTH);
            shown.setHeight(HEIGHT);
            return null;
        });
        OpenWindow.awaitPulses(3);
    }

    private void look(OpenWindow window, String page) {
        OpenWindow.awaitPulses(2);
        Reader reader = new Reader(window.scene());
        OpenWindow.onScreen(() -> {
            List<Node> controls = reader.controls();
            softly.assertThat(controls.stream()
                            .filter(control -> Reader.name(control).isEmpty()))
                    .as("without a name on %s", page)
                    .isEmpty();
            softly.assertThat(reader.cutOff()).as("cut off on %s", page).isEmpty();
            softly.assertThat(reader.outside()).as("outside on %s", page).isEmpty();
            List<Node> missed = new ArrayList<>(controls);
            missed.removeAll(reader.reachedByTab());
            softly.assertThat(missed).as("not reached on %s", page).isEmpty();
            return null;
        });
    }
}
