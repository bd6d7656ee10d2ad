package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.session.Reloaded;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Everything that `lakegate.toml` has, by section; what is typed is checked at once, all of it, as
/// a start would.
public final class SettingsPage implements Page {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    /// After the last key.
    private static final Duration TYPING = Duration.millis(250);

    private final Settings settings;
    private final Map<String, List<SettingRow>> sections = new LinkedHashMap<>();
    private final ListView<String> list = new ListView<>();
    private final VBox rows = Parts.card();
    private final Label message = new Label();
    private final Button save = Parts.button(Icon.COPIED, Words.of("settings.save"), this::save);
    private final Button discard = Parts.button(Icon.AGAIN, Words.of("settings.discard"), this::read);
    private final PauseTransition typing = new PauseTransition(TYPING);
    private final VBox content;

    public SettingsPage(Settings settings) {
        this.settings = settings;
        list.setId("sections");
        list.setPrefWidth(220);
        list.setMinWidth(180);
        list.setAccessibleText(Words.of("settings.sections"));
        list.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(@Nullable String section, boolean empty) {
                super.updateItem(section, empty);
                setText(section == null || empty ? null : SettingsPage.title(section));
            }
        });
        list.getSelectionModel().selectedItemProperty().addListener((_, _, section) -> show(section));
        rows.getStyleClass().add("settings");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        HBox both = new HBox(16, list, scroll);
        VBox.setVgrow(both, Priority.ALWAYS);
        save.setId("save");
        save.getStyleClass().add(Styles.ACCENT);
        discard.setId("discard");
        discard.getStyleClass().add(Styles.FLAT);
        message.setId("settings-message");
        message.setWrapText(true);
        message.getStyleClass().add("answer");
        HBox.setHgrow(message, Priority.ALWAYS);
        typing.setOnFinished(_ -> check());
        content = Parts.page(title(), Parts.row(8, discard, save), both, Parts.row(12, message));
        changed();
    }

    @Override
    public String title() {
        return Words.of("settings");
    }

    @Override
    public Icon icon() {
        return Icon.SETTINGS;
    }

    @Override
    public Region content() {
        return content;
    }

    @Override
    public void shown() {
        if (changes().isEmpty()) {
            read();
        }
    }

    private void read() {
        Background.begin(settings::sheet, this::fill, problem -> tell(problem, true));
    }

    private void fill(SettingsSheet sheet) {
        String chosen = list.getSelectionModel().getSelectedItem();
        sections.clear();
        for (Setting setting : sheet.settings()) {
            sections.computeIfAbsent(sectionOf(setting.key()), _ -> new ArrayList<>())
                    .add(new SettingRow(setting, this::typed));
        }
        list.getItems().setAll(sections.keySet());
        list.getSelectionModel().clearSelection();
        if (chosen != null && sections.containsKey(chosen)) {
            list.getSelectionModel().select(chosen);
        } else {
            list.getSelectionModel().selectFirst();
        }
        tell("", false);
        changed();
    }

    private void show(@Nullable String section) {
        Parts.entries(
                rows,
                sections.getOrDefault(section == null ? "" : section, List.of()).stream()
                        .map(SettingRow::node)
                        .toList());
    }

    /// Of `profile.acme.route.prod.port` it is `profile.acme.route.prod`.
    private static String sectionOf(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    private static String title(String section) {
        String[] parts = section.split("\\.", -1);
        return switch (parts.length) {
            case 1 -> Words.of("section." + section);
            case 2 -> Words.of("section.profile", parts[1]);
            default -> Words.of("section.route", parts[parts.length - 1]);
        };
    }

    private Map<Setting, String> changes() {
        Map<Setting, String> changes = new LinkedHashMap<>();
        sections.values().stream()
                .flatMap(List::stream)
                .filter(SettingRow::isChanged)
                .forEach(row -> changes.put(row.setting(), row.value()));
        return changes;
    }

    private void typed() {
        changed();
        typing.playFromStart();
    }

    private void changed() {
        Map<Setting, String> changes = changes();
        boolean isSound = sections.values().stream().flatMap(List::stream).allMatch(SettingRow::isSound);
        save.setDisable(changes.isEmpty() || !isSound);
        discard.setDisable(changes.isEmpty());
    }

    /// As a start would: what fits together by itself may not with the rest.
    private void check() {
        Map<Setting, String> changes = changes();
        if (changes.isEmpty()) {
            tell("", false);
            return;
        }
        Background.begin(
                () -> {
                    settings.check(changes);
                    return changes.size();
                },
                count -> tell(Words.of("settings.changed", count), false),
                problem -> {
                    tell(problem, true);
                    save.setDisable(true);
                });
    }

    private void save() {
        Map<Setting, String> changes = changes();
        save.setDisable(true);
        Background.begin(() -> settings.write(changes), this::saved, problem -> tell(problem, true));
    }

    private void saved(Reloaded reloaded) {
        sections.clear();
        read();
        tell(
                reloaded.atNextStart().isEmpty()
                        ? Words.of("settings.saved")
                        : Words.of("settings.saved_for_next_start", String.join(", ", reloaded.atNextStart())),
                false);
    }

    private void tell(String text, boolean isFailure) {
        message.setText(text);
        message.pseudoClassStateChanged(FAILED, isFailure);
    }
}
