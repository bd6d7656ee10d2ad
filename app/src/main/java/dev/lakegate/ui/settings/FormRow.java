package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.model.Phrase;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// How a row of the page looks: what it is about on one side, what is chosen on the other.
final class FormRow {
    private static final double WIDTH = 340;

    private FormRow() {}

    /// @param about   below the name
    /// @param control that the name is of
    /// @param values  the control, or what it stands in, and what is below it
    static HBox of(String name, Label about, Node control, Node... values) {
        Label title = new Label(name);
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.setLabelFor(control);
        title.setWrapText(true);
        control.setAccessibleText(name);
        about.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
        about.setWrapText(true);
        VBox names = new VBox(2, title, about);
        HBox.setHgrow(names, Priority.ALWAYS);
        VBox value = new VBox(4, values);
        value.setMinWidth(WIDTH);
        value.setMaxWidth(WIDTH);
        HBox row = Parts.row(24, names, value);
        row.getStyleClass().add("setting");
        return row;
    }

    /// Why something cannot be changed here.
    static Label reason(Lock lock, Phrase origin) {
        Label why = Parts.muted(Words.of("lock." + lock.name().toLowerCase(Locale.ROOT), origin.local()));
        why.getStyleClass().add(Styles.TEXT_SMALL);
        why.setWrapText(true);
        return why;
    }
}
