package dev.lakegate.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page as a person whose system is German reads it.
@Timeout(120)
class SettingsPageIT {
    private static final String CONFIGURATION = """
            [profile.acme]
            issuer = "http://127.0.0.1:1"
            client_id = "lakegate"
            audience = "urn:acme:gateway"
            gateway = "https://127.0.0.1:1"

            [profile.acme.route.prod]
            port = $PORT_PROD

            [credentials]
            store = "memory"
            """;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @TempDir
    Path folder;

    @BeforeEach
    void german() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
    }

    @AfterEach
    void asItWas() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void a_person_whose_system_is_german_reads_in_german_what_is_wrong_with_what_they_type() throws Exception {
        try (Laptop laptop = started(Map.of());
                OpenWindow window = OpenWindow.on(laptop)) {
            open(window, "audit");

            write(window, "#setting-audit-keep_files", "viele");

            window.await("what is wrong", () -> message(window).contains("keep_files"));
            assertThat(OpenWindow.onScreen(() -> message(window)))
                    .contains("lakegate.toml im Entwurf, Zeile ")
                    .endsWith(": 'audit.keep_files' ist nicht gültig; erwartet: eine Zahl von 1 bis 1000");
            assertThat(mismatches(window)).containsExactly("Erwartet: eine Zahl von 1 bis 1000");
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#save", Button.class).isDisabled()))
                    .isTrue();

            write(window, "#setting-audit-keep_files", "31");

            window.await("nothing is", () -> message(window).equals("1 geändert, alles gültig"));
            assertThat(mismatches(window)).isEmpty();
        }
    }

    @Test
    void what_keeps_a_setting_as_it_is_is_named_in_german() throws Exception {
        try (Laptop laptop = started(Map.of("LAKEGATE_AUDIT_KEEP_FILES", "7"));
                OpenWindow window = OpenWindow.on(laptop)) {
            open(window, "audit");

            assertThat(OpenWindow.onScreen(() -> window.scene().getRoot().lookupAll(".label").stream()
                            .filter(Label.class::isInstance)
                            .map(label -> ((Label) label).getText())
                            .toList()))
                    .contains("Derzeit überstimmt von Umgebungsvariable LAKEGATE_AUDIT_KEEP_FILES");
        }
    }

    private Laptop started(Map<String, String> environment) throws Exception {
        Laptop laptop = new Laptop(folder.resolve("laptop"), CONFIGURATION, environment);
        laptop.start();
        return laptop;
    }

    private static void open(OpenWindow window, String section) {
        window.click("#nav-settings");
        window.find("#start-at-login", Node.class);
        OpenWindow.onScreen(() -> {
            @SuppressWarnings("unchecked") // the page's own sections
            ListView<Section> list = window.now("#sections", ListView.class);
            list.getSelectionModel()
                    .select(list.getItems().stream()
                            .filter(each -> each.name().equals(section))
                            .findFirst()
                            .orElseThrow());
            return null;
        });
    }

    private static void write(OpenWindow window, String selector, String text) {
        TextField field = window.find(selector, TextField.class);
        OpenWindow.onScreen(() -> {
            field.setText(text);
            return null;
        });
    }

    private static String message(OpenWindow window) {
        return window.now("#settings-message", Label.class).getText();
    }

    /// What is told below the settings of the section.
    private static List<String> mismatches(OpenWindow window) {
        return OpenWindow.onScreen(() -> window.scene().getRoot().lookupAll(".failure").stream()
                .filter(Node::isVisible)
                .map(label -> ((Label) label).getText())
                .toList());
    }
}
