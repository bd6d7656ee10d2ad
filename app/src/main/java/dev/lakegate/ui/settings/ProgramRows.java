package dev.lakegate.ui.settings;

import dev.lakegate.telemetry.LogLevel;
import dev.lakegate.ui.kit.Background;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// What is chosen of this program at once, and is not in the file: whether it starts at login, and
/// how much it logs.
final class ProgramRows {
    private final Settings settings;
    private final Consumer<String> failed;
    private final CheckBox atLogin = new CheckBox();
    private final Label noLogin = Parts.muted(Words.of("program.start_at_login.unknown"));
    private final ComboBox<LogLevel> level = new ComboBox<>();
    private final List<HBox> nodes;

    /// @param failed hears what could not be done, in words
    ProgramRows(Settings settings, Consumer<String> failed) {
        this.settings = settings;
        this.failed = failed;
        atLogin.setId("start-at-login");
        atLogin.getStyleClass().add("switch");
        atLogin.textProperty().bind(atLogin.selectedProperty().map(is -> Words.of(is ? "on" : "off")));
        atLogin.setOnAction(_ -> startAtLogin(atLogin.isSelected()));
        noLogin.setWrapText(true);
        noLogin.setVisible(false);
        noLogin.managedProperty().bind(noLogin.visibleProperty());
        level.setId("log-level");
        level.getItems().setAll(LogLevel.values());
        level.setOnAction(_ -> logAt(level.getValue()));
        level.setMaxWidth(Double.MAX_VALUE);
        nodes = List.of(
                FormRow.of(
                        Words.of("program.start_at_login"),
                        new Label(Words.of("program.start_at_login.about")),
                        atLogin,
                        atLogin,
                        noLogin),
                FormRow.of(
                        Words.of("program.log_level"), new Label(Words.of("program.log_level.about")), level, level));
    }

    List<HBox> nodes() {
        return nodes;
    }

    /// As it is now: tray and commands change it too.
    void read() {
        Background.begin(settings::startsAtLogin, this::show, failed);
        level.setValue(settings.logLevel());
    }

    private void show(Optional<Boolean> isOn) {
        atLogin.setDisable(isOn.isEmpty());
        noLogin.setVisible(isOn.isEmpty());
        atLogin.setSelected(isOn.orElse(false));
    }

    private void startAtLogin(boolean on) {
        Background.begin(
                () -> {
                    settings.startAtLogin(on);
                    return settings.startsAtLogin();
                },
                this::show,
                problem -> {
                    failed.accept(problem);
                    read();
                });
    }

    private void logAt(LogLevel wanted) {
        if (wanted != settings.logLevel()) {
            settings.logAt(wanted);
        }
    }
}
