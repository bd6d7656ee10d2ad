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
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// What is seen of a setting: its name, a field or a choice, and what is wrong with what stands there.
final class SettingControl {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final Label mismatch = new Label();
    private final Control control;
    private final HBox node;

    /// @param value to begin with
    /// @param typed hears each new one
    SettingControl(Setting setting, String value, Consumer<String> typed) {
        control = setting.form().choices().isEmpty()
                ? field(value, typed)
                : choice(setting.form().choices(), value, typed);
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
                Words.of("setting." + last),
                Parts.mono(inItsSection(setting, last)),
                control,
                values.toArray(Node[]::new));
    }

    /// A profile or route is named above its rows.
    private static String inItsSection(Setting setting, String last) {
        return setting.key().startsWith("profile.") ? last : setting.key();
    }

    HBox node() {
        return node;
    }

    /// What counts while nothing is set here.
    void showDefault(Setting setting) {
        String unset = setting.needed()
                ? Words.of("settings.needed")
                : setting.fallback().isEmpty()
                        ? Words.of("settings.unset")
                        : Words.of("settings.default", setting.fallback());
        switch (control) {
            case TextField field -> field.setPromptText(unset);
            case ComboBox<?> choice -> show(choice, unset);
            default -> throw new IllegalStateException("no such control: " + control);
        }
    }

    /// What should stand here instead.
    void judge(Optional<Phrase> expected) {
        mismatch.setText(expected.map(phrase -> Words.of("settings.write", phrase.local()))
                .orElse(""));
        mismatch.setVisible(expected.isPresent());
        mismatch.setManaged(expected.isPresent());
        control.pseudoClassStateChanged(ERROR, expected.isPresent());
    }

    /// The choices are as the file has them; the empty one is none.
    @SuppressWarnings("unchecked") // of texts, as [#choice] makes it
    private static void show(ComboBox<?> choice, String unset) {
        ((ComboBox<String>) choice).setConverter(Shown.as(text -> text.isEmpty() ? unset : text));
    }

    private static TextField field(String value, Consumer<String> typed) {
        TextField field = new TextField(value);
        field.textProperty().addListener((_, _, text) -> typed.accept(text));
        return field;
    }

    private static ComboBox<String> choice(List<String> choices, String value, Consumer<String> typed) {
        ComboBox<String> choice = new ComboBox<>();
        choice.getItems().add("");
        choice.getItems().addAll(choices);
        choice.setValue(value);
        choice.valueProperty().addListener((_, _, text) -> typed.accept(text));
        return choice;
    }
}
