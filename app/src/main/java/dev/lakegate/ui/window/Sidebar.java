package dev.lakegate.ui.window;

import atlantafx.base.theme.Styles;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.ui.feed.Sight;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Page;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The pages' names, and who one is.
final class Sidebar {
    private static final PseudoClass CONNECTED = PseudoClass.getPseudoClass("serves");

    private final ToggleGroup group = new ToggleGroup();
    private final Region dot = new Region();
    private final Label person = new Label();
    private final VBox node = new VBox(4);

    Sidebar(List<Page> pages, Consumer<Page> chosen) {
        node.getStyleClass().add("sidebar");
        Label name = new Label("Lakegate");
        name.getStyleClass().add(Styles.TITLE_4);
        var logo = Icon.LOGO.node(22);
        logo.getStyleClass().add("logo");
        var brand = Parts.row(10, logo, name);
        brand.getStyleClass().add("brand");
        node.getChildren().add(brand);
        for (Page page : pages) {
            ToggleButton button = new ToggleButton(page.title(), page.icon().node(18));
            button.setToggleGroup(group);
            button.getStyleClass().addAll(Styles.FLAT, "nav");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setAlignment(Pos.CENTER_LEFT);
            button.setGraphicTextGap(12);
            button.setUserData(page);
            button.setMnemonicParsing(false);
            button.setId("nav-" + page.icon().name().toLowerCase(Locale.ROOT));
            button.setOnAction(_ -> {
                button.setSelected(true);
                chosen.accept(page);
            });
            node.getChildren().add(button);
        }
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        dot.getStyleClass().add("dot");
        person.getStyleClass().add(Styles.TEXT_SMALL);
        var who = Parts.row(8, dot, person);
        who.getStyleClass().add("who");
        node.getChildren().addAll(space, who);
        node.addEventFilter(KeyEvent.KEY_PRESSED, this::arrows);
    }

    VBox node() {
        return node;
    }

    void select(Page page) {
        group.getToggles().stream()
                .filter(toggle -> page.equals(toggle.getUserData()))
                .forEach(toggle -> toggle.setSelected(true));
    }

    void show(Sight now) {
        List<OfProfile> profiles = now.status().profiles();
        boolean isConnected = !now.status().paused()
                && !profiles.isEmpty()
                && profiles.stream().allMatch(each -> each.state() == SignInState.SIGNED_IN);
        dot.pseudoClassStateChanged(CONNECTED, isConnected);
        person.setText(profiles.stream()
                .map(OfProfile::person)
                .filter(label -> label != null)
                .findFirst()
                .orElse(Words.of("nobody")));
    }

    /// Up and down, as in a list.
    private void arrows(KeyEvent key) {
        int step = key.getCode() == KeyCode.DOWN ? 1 : key.getCode() == KeyCode.UP ? -1 : 0;
        if (step != 0) {
            int now = group.getToggles().indexOf(group.getSelectedToggle());
            int next = Math.clamp(now + step, 0, group.getToggles().size() - 1);
            ToggleButton button = (ToggleButton) group.getToggles().get(next);
            button.requestFocus();
            button.fire();
            key.consume();
        }
    }
}
