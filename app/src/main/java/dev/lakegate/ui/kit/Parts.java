package dev.lakegate.ui.kit;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// The small parts that pages share, each with its name for screen readers.
public final class Parts {
    private static final Duration COPIED_SHOWN = Duration.millis(1_200);

    private Parts() {}

    /// A page's frame: its title, what stands beside it, and its content.
    public static VBox page(String title, Node beside, Node... content) {
        Label heading = new Label(title);
        heading.getStyleClass().addAll(Styles.TITLE_2, "page-title");
        heading.setAccessibleRole(AccessibleRole.TEXT);
        HBox head = row(16, heading, space(), beside);
        head.getStyleClass().add("page-head");
        VBox page = new VBox(16, head);
        page.getChildren().addAll(content);
        page.getStyleClass().add("page");
        return page;
    }

    /// A box with a border, on its own ground.
    public static VBox card(Node... content) {
        VBox card = new VBox(12, content);
        card.getStyleClass().add("card-box");
        return card;
    }

    /// Fills a card with entries that lines divide.
    public static void entries(VBox card, List<? extends Node> entries) {
        for (int index = 0; index < entries.size(); index++) {
            entries.get(index).getStyleClass().remove("first");
            if (index == 0) {
                entries.get(index).getStyleClass().add("first");
            }
        }
        card.getChildren().setAll(entries);
    }

    public static HBox row(double gap, Node... content) {
        HBox row = new HBox(gap, content);
        row.getStyleClass().add("row");
        return row;
    }

    /// Takes what room is left.
    public static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    public static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add(Styles.TEXT_MUTED);
        return label;
    }

    /// Of addresses, ids and code, which are read from left to right by everybody.
    public static Label mono(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("mono");
        label.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        return label;
    }

    /// With a sign before its text.
    public static Button button(Icon icon, String text, Runnable action) {
        Button button = new Button(text, icon.node());
        button.setOnAction(_ -> action.run());
        button.setMnemonicParsing(false);
        // a page that is narrow shortens other things
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /// Of a sign alone, with a name for who cannot see it.
    public static Button iconButton(Icon icon, String name, Runnable action) {
        Button button = new Button("", icon.node());
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Copies and says so for a moment.
    ///
    /// @param what  as in "address of prod", for its name
    /// @param value asked for when it is copied
    public static Button copyButton(String what, Supplier<String> value) {
        Button button = copyButton("", what, value);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        return button;
    }

    /// As [#copyButton(String, Supplier)], with a label.
    public static Button copyButton(String label, String what, Supplier<String> value) {
        Button button = new Button(label, Icon.COPY.node());
        String name = Words.of("copy.name", what);
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        PauseTransition shown = new PauseTransition(COPIED_SHOWN);
        shown.setOnFinished(_ -> {
            button.setGraphic(Icon.COPY.node());
            button.setAccessibleText(name);
        });
        button.setOnAction(_ -> {
            copy(value.get());
            button.setGraphic(Icon.COPIED.node());
            button.setAccessibleText(Words.of("copy.done"));
            shown.playFromStart();
        });
        return button;
    }

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
