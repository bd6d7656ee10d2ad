package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.BrowserOfAlice;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.OpenWindow;
import dev.lakegate.telemetry.LogLevel;
import dev.lakegate.telemetry.Logs;
import dev.lakegate.ui.kit.Scrolled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The window on the real program, used as a person uses it.
@ExtendWith(StandardSandbox.class)
class WindowIT extends WithSandbox {

    @Test
    void the_overview_tells_who_one_is_and_signs_in_and_out() throws Exception {
        try (BrowserOfAlice browser = BrowserOfAlice.in(folder.resolve("overview"))) {
            Laptop laptop = laptop(sandbox.configuration(), browser.environment());
            try (OpenWindow window = OpenWindow.on(laptop)) {
                window.await("the problem", () -> window.isSeen("#problem"));
                window.click("#mend");
                window.await("alice", () -> text(window, "#person-acme").equals("alice@acme.example"));
                assertThat(text(window, "#remaining-acme")).startsWith("Renewed within");
                window.await("no problem", () -> !window.isSeen("#problem"));

                window.click("#sign-out-acme");

                window.await("nobody", () -> text(window, "#person-acme").equals("Nobody is signed in"));
            }
        }
    }

    @Test
    void a_pause_is_begun_and_ended_and_seen_whoever_has_begun_it() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.find("#route-prod", Node.class);
            window.click("#pause");
            window.await("paused", () -> window.isSeen("#problem"));
            assertThat(laptop.instance().status().paused()).isTrue();
            window.click("#mend");
            window.await("no problem", () -> !window.isSeen("#problem"));

            assertThat(laptop.lakegate("pause").status()).isZero();
            window.await(
                    "Go on", () -> window.now("#pause", Button.class).getText().equals("Go on"));
            window.click("#pause");

            window.await("it serves", () -> !laptop.instance().status().paused());
        }
    }

    @Test
    void a_denied_request_leads_to_its_reason_in_two_clicks() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            var denied = Notebook.of(laptop, "prod").post("/api/2.0/token/create", "{}");
            assertThat(denied.statusCode()).isEqualTo(403);

            window.click("#mend");

            window.await(
                    "its reason in words",
                    () -> text(window, "#details-outcome")
                            .startsWith("Denied by the gateway, 403: the gateway does not allow this path"
                                    + " (path_not_allowed). Ask the network team"));
            assertThat(window.clicks()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void requests_come_while_one_looks_and_can_be_searched() throws Exception {
        Laptop laptop = laptopOf("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-activity");
            TableView<?> table = window.find("#requests", TableView.class);
            int before = rows(table);
            notebook.get(ME);
            notebook.get("/api/2.0/clusters/list");
            window.await("two more", () -> table.getItems().size() == before + 2);

            window.type("#search", "clusters");

            window.await("one of them", () -> table.getItems().size() == 1);
        }
    }

    @Test
    void no_page_keeps_a_picture_of_what_it_shows() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            Set<Node> seen = new HashSet<>();
            for (String page : List.of("overview", "activity", "connect", "diagnostics", "settings")) {
                window.click("#nav-" + page);
                OpenWindow.awaitPulses(2);
                seen.addAll(OpenWindow.onScreen(() -> window.scene().getRoot().lookupAll(".viewport")));
            }
            seen.removeIf(view -> !(view.getParent() instanceof Scrolled)); // a text field's own is small
            assertThat(seen).hasSizeGreaterThanOrEqualTo(3).noneMatch(Node::isCache);
        }
    }

    @Test
    void where_there_is_no_room_for_all_columns_the_ones_that_matter_least_go() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-activity");
            TableView<?> table = window.find("#requests", TableView.class);
            window.wide(1_120);
            window.await("all columns", () -> columns(table).size() == 9);

            window.wide(820);

            window.await(
                    "those that matter",
                    () -> columns(table)
                            .equals(List.of(
                                    "activity.time",
                                    "activity.process",
                                    "activity.path",
                                    "activity.status",
                                    "activity.seen_as")));
        }
    }

    private static List<String> columns(TableView<?> table) {
        return OpenWindow.onScreen(() ->
                table.getVisibleLeafColumns().stream().map(TableColumn::getId).toList());
    }

    @Test
    void a_tools_setup_is_shown_and_tried() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-connect");
            window.await(
                    "the set-up",
                    () -> window.now("#snippet", TextArea.class).getText().contains(String.valueOf(laptop.port("prod")))
                            || window.now("#snippet", TextArea.class)
                                    .getText()
                                    .contains(String.valueOf(laptop.port("dev"))));
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#snippet", TextArea.class).getText()))
                    .doesNotContain(laptop.localKey("prod"));

            window.click("#try");

            window.await("the answer", () -> text(window, "#answer").contains("you are alice@acme.example"));
        }
    }

    private static String told(OpenWindow window, String check) {
        return OpenWindow.onScreen(
                () -> window.scene().getRoot().lookup("#check-" + check).getAccessibleText());
    }

    @Test
    void the_doctor_runs_live() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-diagnostics");

            window.await("its end", () -> text(window, "#diagnosis").contains(" checks."));

            assertThat(told(window, "workspace")).contains("fine", "alice@acme.example");
        }
    }

    @Test
    void a_setting_is_checked_while_it_is_typed_and_written_with_the_rest_as_it_was() throws Exception {
        Laptop laptop = laptop("# mine\n" + sandbox.configuration() + "\n[audit]\nkeep_files = 30 # enough\n");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-settings");
            window.find("#start-at-login", Node.class);
            OpenWindow.onScreen(() -> {
                select(window, "audit");
                return null;
            });
            TextField field = window.find("#setting-audit-keep_files", TextField.class);

            OpenWindow.onScreen(() -> {
                field.setText("many");
                return null;
            });
            window.await(
                    "what is wrong",
                    () -> text(window, "#settings-message").contains("'audit.keep_files' is not valid"));
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#save", Button.class).isDisabled()))
                    .isTrue();
            OpenWindow.onScreen(() -> {
                field.setText("31");
                return null;
            });
            window.click("#save");

            window.await(
                    "it is in the file",
                    () -> Files.readString(laptop.locations().configFile()).contains("keep_files = 31 # enough"));
            assertThat(Files.readString(laptop.locations().configFile())).startsWith("# mine\n");
        }
    }

    @Test
    void a_route_is_added_and_serves_and_another_is_removed_and_the_rest_of_the_file_stays() throws Exception {
        Laptop laptop = laptop("# mine\n" + sandbox.configuration() + "# the end\n");
        int devPort = laptop.port("dev");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-settings");
            window.click("#add-route");
            window.write("#new-name", "More");
            assertThat(OpenWindow.onScreen(
                            () -> window.now("#new-add", Button.class).isDisabled()))
                    .isTrue();
            window.robot().eraseText(4).write("more", 0);
            window.click("#new-add");
            TextField workspace = window.find("#setting-profile-acme-route-more-workspace", TextField.class);
            assertThat(OpenWindow.onScreen(workspace::getPromptText)).isEqualTo("default: 127.0.0.1");
            OpenWindow.onScreen(() -> {
                workspace.setText("dev.lakegate.test");
                select(window, "profile.acme.route.dev");
                return null;
            });
            window.click("#remove");
            window.await("all sound", () -> text(window, "#settings-message").equals("4 changed, all of it sound"));
            window.click("#save");
            window.await("saved", () -> text(window, "#settings-message").startsWith("Saved"));

            String file = Files.readString(laptop.locations().configFile());
            assertThat(file)
                    .startsWith("# mine\n[profile.acme]\n")
                    .endsWith("# the end\n")
                    .contains("[profile.acme.route.more]\nport = ")
                    .doesNotContain("route.dev", String.valueOf(devPort));
            assertThat(laptop.lakegate("routes").out()).contains("more").doesNotContain("dev ");
        }
    }

    @Test
    void what_the_program_does_at_login_and_logs_is_chosen_at_once() throws Exception {
        Laptop laptop = laptopOf("alice");
        Path entry = laptop.home().resolve(".config/autostart/dev.lakegate.desktop");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-settings");
            window.click("#start-at-login");
            window.await("it is on", () -> Files.exists(entry));
            chooseLevel(window, LogLevel.DEBUG);

            assertThat(Logs.level(Logs.OURS)).isEqualTo(LogLevel.DEBUG);
            window.click("#start-at-login");
            window.await("it is off", () -> !Files.exists(entry));
        } finally {
            Logs.setLevel(Logs.OURS, LogLevel.DEFAULT);
        }
    }

    @SuppressWarnings("unchecked") // of levels
    private static void chooseLevel(OpenWindow window, LogLevel level) {
        OpenWindow.onScreen(() -> {
            ComboBox<LogLevel> levels = window.now("#log-level", ComboBox.class);
            levels.setValue(level);
            return null;
        });
    }

    @SuppressWarnings("unchecked") // a list of the page's own sections
    private static void select(OpenWindow window, String section) {
        ListView<Object> list = window.now("#sections", ListView.class);
        list.getSelectionModel()
                .select(list.getItems().stream()
                        .filter(each -> each.toString().contains("name=" + section + ","))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void all_pages_are_reached_by_keys_alone() throws Exception {
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            for (Map.Entry<KeyCode, String> page : Map.of(
                            KeyCode.DIGIT2, "#requests",
                            KeyCode.DIGIT3, "#clients",
                            KeyCode.DIGIT4, "#diagnosis",
                            KeyCode.DIGIT5, "#sections",
                            KeyCode.DIGIT1, "#route-prod")
                    .entrySet()) {
                window.robot().press(KeyCode.CONTROL, page.getKey()).release(page.getKey(), KeyCode.CONTROL);
                window.await(page.getValue(), () -> window.isSeen(page.getValue()));
            }
        }
    }

    @Test
    void a_person_whose_system_is_german_reads_in_german_what_the_doctor_and_the_first_request_found()
            throws Exception {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.click("#nav-diagnostics");
            window.await("its end", () -> text(window, "#diagnosis").matches("Alles ist in Ordnung.*|.* Prüfungen.*"));
            assertThat(heightOf(window, "#diagnosis"))
                    .as("all lines of what to do first")
                    .isEqualTo(wantedHeightOf(window, "#diagnosis"));
            assertThat(heightOf(window, "#progress")).isPositive();
            assertThat(told(window, "gateway")).contains("es nimmt das Identitätstoken an");
            assertThat(told(window, "sign_in")).contains("alice@acme.example, bis ", ", wird vorher erneuert");
            assertThat(told(window, "discovery")).contains("acme: Anbieter: vom konfigurierten issuer; bietet: ");

            window.click("#nav-connect");
            window.await(
                    "the set-up",
                    () -> !window.now("#snippet", TextArea.class).getText().isEmpty());
            window.click("#try");

            window.await(
                    "the answer",
                    () -> text(window, "#answer")
                            .startsWith(
                                    "Der Workspace hat mit Status 200 geantwortet: Sie sind alice@acme.example. ("));
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
    }

    @Test
    void a_person_who_reads_from_right_to_left_has_it_so() throws Exception {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag("ar"));
        Laptop laptop = laptopOf("alice");
        try (OpenWindow window = OpenWindow.on(laptop)) {
            window.find("#route-prod", Node.class);

            assertThat(OpenWindow.onScreen(() -> window.scene().getRoot().getEffectiveNodeOrientation()))
                    .isEqualTo(NodeOrientation.RIGHT_TO_LEFT);
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
    }

    private static int rows(TableView<?> table) {
        return OpenWindow.onScreen(() -> table.getItems().size());
    }

    private static String text(OpenWindow window, String selector) {
        return OpenWindow.onScreen(() -> {
            var node = window.scene().getRoot().lookup(selector);
            return node instanceof Label label ? label.getText() : "";
        });
    }

    private static double heightOf(OpenWindow window, String selector) {
        return OpenWindow.onScreen(() -> window.now(selector, Region.class).getHeight());
    }

    private static double wantedHeightOf(OpenWindow window, String selector) {
        return OpenWindow.onScreen(() -> {
            Region region = window.now(selector, Region.class);
            return region.prefHeight(region.getWidth());
        });
    }
}
