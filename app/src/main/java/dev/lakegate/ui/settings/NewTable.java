package dev.lakegate.ui.settings;

import atlantafx.base.theme.Styles;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.RouteName;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Asks what a new profile or route is to be called; its settings are asked for when it is there.
final class NewTable {
    private final TextField name = new TextField();
    private final ComboBox<String> profile = new ComboBox<>();
    private final Label wrong = new Label();
    private final Button add = new Button(Words.of("settings.add"));
    private final Set<String> taken;
    private final Predicate<String> isName;
    private final List<Node> entries = new ArrayList<>();

    private NewTable(String title, String about, Set<String> taken, Predicate<String> isName) {
        this.taken = taken;
        this.isName = isName;
        Label heading = new Label(Words.of(title));
        heading.getStyleClass().add(Styles.TITLE_4);
        Label explanation = Parts.muted(Words.of(about));
        explanation.setWrapText(true);
        HBox head = Parts.row(0, new VBox(4, heading, explanation));
        head.getStyleClass().add("setting");
        entries.add(head);
        name.setId("new-name");
        wrong.getStyleClass().addAll("failure", Styles.TEXT_SMALL);
        wrong.managedProperty().bind(wrong.visibleProperty());
        wrong.setWrapText(true);
        profile.setId("new-of");
        profile.setMaxWidth(Double.MAX_VALUE);
        add.setId("new-add");
        add.setDefaultButton(true);
        name.textProperty().addListener((_, _, typed) -> judge(typed));
        judge("");
    }

    /// @param profiles to one of which it is to belong, the likeliest first
    /// @param taken    the names of all routes
    /// @param added    hears its table, dotted
    static NewTable route(List<String> profiles, Set<String> taken, Consumer<String> added, Runnable cancelled) {
        NewTable route = new NewTable(
                "settings.new_route",
                "settings.new_route.about",
                taken,
                text -> RouteName.FORM.matcher(text).matches());
        route.profile.getItems().setAll(profiles);
        route.profile.getSelectionModel().selectFirst();
        if (profiles.size() > 1) {
            route.entries.add(FormRow.of(Words.of("settings.of_profile"), new Label(), route.profile, route.profile));
        }
        route.ends(() -> "profile." + route.profile.getValue() + ".route." + route.name.getText(), added, cancelled);
        return route;
    }

    /// @param taken the names of all profiles
    /// @param added hears its table, dotted
    static NewTable profile(Set<String> taken, Consumer<String> added, Runnable cancelled) {
        NewTable profile = new NewTable(
                "settings.new_profile",
                "settings.new_profile.about",
                taken,
                text -> ProfileName.FORM.matcher(text).matches());
        profile.ends(() -> "profile." + profile.name.getText(), added, cancelled);
        return profile;
    }

    private void ends(Supplier<String> table, Consumer<String> added, Runnable cancelled) {
        entries.add(
                FormRow.of(Words.of("settings.name"), new Label(Words.of("settings.name.form")), name, name, wrong));
        add.setOnAction(_ -> added.accept(table.get()));
        Button cancel = new Button(Words.of("settings.cancel"));
        cancel.setId("new-cancel");
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> cancelled.run());
        HBox buttons = Parts.row(8, Parts.space(), cancel, add);
        buttons.getStyleClass().add("setting");
        entries.add(buttons);
    }

    /// From top to bottom.
    List<Node> entries() {
        return entries;
    }

    void shown() {
        name.requestFocus();
    }

    private void judge(String typed) {
        boolean isTaken = taken.contains(typed);
        boolean isOne = isName.test(typed);
        wrong.setText(Words.of(isTaken ? "settings.name.taken" : "settings.name.form"));
        wrong.setVisible(!typed.isEmpty() && (isTaken || !isOne));
        add.setDisable(isTaken || !isOne);
    }
}
