package dev.lakegate.ui.activity;

import dev.lakegate.audit.activity.Filter;
import dev.lakegate.audit.activity.Filter.Ending;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Shown;
import dev.lakegate.ui.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.textfield.CustomTextField;

/// What of the requests is looked for.
final class FilterBar {
    /// After the last key.
    private static final Duration TYPING = Duration.millis(200);

    private final PauseTransition typing = new PauseTransition(TYPING);
    private final CustomTextField words = new CustomTextField();
    private final ComboBox<String> routes = new ComboBox<>();
    private final ComboBox<Ending> endings = new ComboBox<>();
    private final HBox node;

    FilterBar(Runnable changed) {
        words.setPromptText(Words.of("activity.search"));
        words.setAccessibleText(Words.of("activity.search"));
        words.setLeft(Icon.SEARCH.node());
        words.setPrefColumnCount(24);
        words.setId("search");
        typing.setOnFinished(_ -> changed.run());
        words.textProperty().addListener((_, _, _) -> typing.playFromStart());
        routes.getItems().add("");
        routes.getSelectionModel().selectFirst();
        routes.setAccessibleText(Words.of("activity.route"));
        routes.setId("route-filter");
        routes.setConverter(Shown.as(name -> name.isEmpty() ? Words.of("activity.all_routes") : name));
        routes.setOnAction(_ -> changed.run());
        endings.getItems().setAll(Ending.values());
        endings.getSelectionModel().selectFirst();
        endings.setAccessibleText(Words.of("activity.status"));
        endings.setId("ending-filter");
        endings.setConverter(
                Shown.as(ending -> Words.of("ending." + ending.name().toLowerCase(Locale.ROOT))));
        endings.setOnAction(_ -> changed.run());
        // where it is narrow the words have less room
        routes.setMinWidth(Region.USE_PREF_SIZE);
        endings.setMinWidth(Region.USE_PREF_SIZE);
        node = Parts.row(8, words, routes, endings);
    }

    HBox node() {
        return node;
    }

    void set(String text) {
        routes.getSelectionModel().selectFirst();
        endings.getSelectionModel().selectFirst();
        words.setText(text);
        typing.stop();
    }

    void routes(Set<String> names) {
        List<String> known = new ArrayList<>(List.of(""));
        names.stream().filter(name -> !name.isEmpty()).sorted().forEach(known::add);
        if (!routes.getItems().containsAll(known)) {
            known.stream().filter(name -> !routes.getItems().contains(name)).forEach(routes.getItems()::add);
        }
    }

    Filter filter() {
        return new Filter(words.getText(), routes.getValue(), endings.getValue());
    }
}
