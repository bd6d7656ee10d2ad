package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.model.Phrase;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Shown;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// One setting: what it is called, its value or what counts without one, and what is wrong with
/// that while it is typed.
final class SettingRow {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final Setting setting;
    private final Runnable changed;
    private final Label mismatch = new Label();
    private final HBox node;
    private final Control control;
    private String value;

    /// @param value to begin with
    SettingRow(Setting setting, String value, Runnable changed) {
        this.setting = setting;
        this.changed = changed;
        this.value = value;
        control = setting.form().choices().isEmpty() ? field() : choice();
        boolean isLocked = setting.lock() != Lock.OPEN;
        control.setDisable(isLocked);
        control.setId("setting-" + setting.key().replace('.', '-'));
        control.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(control, Priority.ALWAYS);
        mismatch.getStyleClass().addAll("failure", Styles.TEXT_SMALL);
        mismatch.setWrapText(true);
        List<Node> values = new ArrayList<>();
        values.add(isLocked ? Parts.row(6, Icon.LOCKED.node(14), control) : control);
        values.add(mismatch);
        if (isLocked) {
            values.add(FormRow.reason(setting.lock(), setting.origin()));
        }
        String last = setting.key().substring(setting.key().lastIndexOf('.') + 1);
        node = FormRow.of(
                Words.of("setting." + last), Parts.mono(inItsSection(last)), control, values.toArray(Node[]::new));
        showDefault(setting);
        judge();
    }

    /// A profile or route is named above its rows.
    private String inItsSection(String last) {
        return setting.key().startsWith("profile.") ? last : setting.key();
    }

    HBox node() {
        return node;
    }

    Setting setting() {
        return setting;
    }

    String value() {
        return value;
    }

    boolean isChanged() {
        return !value.strip().equals(setting.value());
    }

    boolean isSound() {
        return setting.mismatch(value).isEmpty();
    }

    /// What counts while nothing is set here.
    ///
    /// @param now the same setting, as it would be with what else is typed
    void showDefault(Setting now) {
        String unset = now.needed()
                ? Words.of("settings.needed")
                : now.fallback().isEmpty() ? Words.of("settings.unset") : Words.of("settings.default", now.fallback());
        switch (control) {
            case TextField field -> field.setPromptText(unset);
            case ComboBox<?> choice -> show(choice, unset);
            default -> throw new IllegalStateException("no such control: " + control);
        }
    }

    /// The choices are as the file has them; the empty one is none.
    @SuppressWarnings("unchecked") // of texts, as [#choice] makes it
    private static void show(ComboBox<?> choice, String unset) {
        ((ComboBox<String>) choice).setConverter(Shown.as(text -> text.isEmpty() ? unset : text));
    }

    private TextField field() {
        TextField field = new TextField(value);
        field.textProperty().addListener((_, _, text) -> set(text));
        return field;
    }

    private ComboBox<String> choice() {
        ComboBox<String> choice = new ComboBox<>();
        List<String> choices = new ArrayList<>(List.of(""));
        choices.addAll(setting.form().choices());
        choice.getItems().setAll(choices);
        choice.setValue(value);
        choice.valueProperty().addListener((_, _, text) -> set(text));
        return choice;
    }

    private void set(String text) {
        value = text;
        judge();
        changed.run();
    }

    private void judge() {
        Optional<Phrase> expected = setting.mismatch(value);
        mismatch.setText(expected.map(phrase -> Words.of("settings.write", phrase.local()))
                .orElse(""));
        mismatch.setVisible(expected.isPresent());
        mismatch.setManaged(expected.isPresent());
        control.pseudoClassStateChanged(ERROR, expected.isPresent());
    }
}
