package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.SettingsSheet.Lock;
import dev.lakegate.config.SettingsSheet.Table;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Scrolled;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What is in the chosen section, or is asked for.
final class SectionView {
    private final ProgramRows program;
    private final Consumer<Section> removed;
    private final VBox rows = Parts.card();
    private final Scrolled node = new Scrolled(rows);

    /// @param removed hears which profile or route is to go
    SectionView(ProgramRows program, Consumer<Section> removed) {
        this.program = program;
        this.removed = removed;
        rows.getStyleClass().add("settings");
        HBox.setHgrow(node, Priority.ALWAYS);
    }

    Node node() {
        return node;
    }

    void readProgram() {
        program.read();
    }

    /// @param settings its rows
    void show(Section section, List<HBox> settings) {
        List<Node> entries = new ArrayList<>();
        section.table().ifPresent(table -> entries.add(head(section, table)));
        if (section.equals(Section.PROGRAM)) {
            entries.addAll(program.nodes());
        }
        entries.addAll(settings);
        Parts.entries(rows, entries);
        node.setVvalue(0);
    }

    void ask(NewTable question) {
        Parts.entries(rows, question.entries());
        node.setVvalue(0);
        question.shown();
    }

    /// Of a profile or route, which can be taken out.
    private HBox head(Section section, Table table) {
        Label title = new Label(section.title());
        title.getStyleClass().add(Styles.TITLE_4);
        HBox head = Parts.row(8, title, Parts.space());
        head.getStyleClass().add("setting");
        if (table.lock() == Lock.OPEN) {
            Button remove = Parts.button(Icon.REMOVE, Words.of("settings.remove"), () -> removed.accept(section));
            remove.setId("remove");
            remove.getStyleClass().addAll(Styles.FLAT, Styles.DANGER);
            remove.setAccessibleText(Words.of("settings.remove.name", section.title()));
            head.getChildren().add(remove);
        } else {
            head.getChildren().addAll(Icon.LOCKED.node(14), FormRow.reason(table.lock(), table.origin()));
        }
        return head;
    }
}
