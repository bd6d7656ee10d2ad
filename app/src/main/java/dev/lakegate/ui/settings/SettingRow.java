package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// One setting: what it is called, its value, and what is wrong with that while it is typed.
final class SettingRow {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final Setting setting;
    private final Runnable changed;
    private final Label mismatch = new Label();
    private final HBox node;
    private Node control;
    private String value;

    SettingRow(Setting setting, Runnable changed) {
        this.setting = setting;
        this.changed = changed;
        value = setting.value();
        control = control();
        boolean isLocked = setting.lock() != Lock.OPEN;
        control.setDisable(isLocked);
        control.setId("setting-" + setting.key().replace('.', '-'));
        String last = setting.key().substring(setting.key().lastIndexOf('.') + 1);
        Label name = new Label(Words.of("setting." + last));
        name.getStyleClass().add(Styles.TEXT_BOLD);
        name.setLabelFor(control);
        name.setWrapText(true);
        control.setAccessibleText(name.getText());
        Label key = Parts.mono(setting.key());
        key.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
        key.setWrapText(true);
        mismatch.getStyleClass().addAll("failure", Styles.TEXT_SMALL);
        mismatch.setWrapText(true);
        VBox names = new VBox(2, name, key);
        HBox.setHgrow(names, Priority.ALWAYS);
        VBox values = new VBox(4, isLocked ? Parts.row(6, Icon.LOCKED.node(14), control) : control, mismatch);
        values.setMinWidth(340);
        values.setMaxWidth(340);
        if (isLocked) {
            Label why =
                    Parts.muted(Words.of("lock." + setting.lock().name().toLowerCase(Locale.ROOT), setting.origin()));
            why.getStyleClass().add(Styles.TEXT_SMALL);
            why.setWrapText(true);
            values.getChildren().add(why);
        }
        show(mismatch, false);
        node = Parts.row(24, names, values);
        node.getStyleClass().add("setting");
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

    private Node control() {
        if (setting.form().choices().isEmpty()) {
            TextField field = new TextField(setting.value());
            field.setPromptText(Words.of("settings.unset"));
            field.textProperty().addListener((_, _, text) -> set(text));
            HBox.setHgrow(field, Priority.ALWAYS);
            field.setMaxWidth(Double.MAX_VALUE);
            return field;
        }
        ComboBox<String> choice = new ComboBox<>();
        List<String> choices = new ArrayList<>(List.of(""));
        choices.addAll(setting.form().choices());
        choice.getItems().setAll(choices);
        choice.setValue(setting.value());
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(String text) {
                return text == null || text.isEmpty() ? Words.of("settings.unset") : text;
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("nobody types into it");
            }
        });
        choice.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(choice, Priority.ALWAYS);
        choice.valueProperty().addListener((_, _, text) -> set(text));
        return choice;
    }

    private void set(String text) {
        value = text;
        String wrong = setting.mismatch(text).orElse("");
        mismatch.setText(wrong.isEmpty() ? "" : Words.of("settings.write", wrong));
        show(mismatch, !wrong.isEmpty());
        control.pseudoClassStateChanged(ERROR, !wrong.isEmpty());
        changed.run();
    }

    private static void show(Node node, boolean is) {
        node.setVisible(is);
        node.setManaged(is);
    }
}
