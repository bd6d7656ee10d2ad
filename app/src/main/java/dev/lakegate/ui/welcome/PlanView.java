package dev.lakegate.ui.welcome;

import atlantafx.base.theme.Styles;
import dev.lakegate.config.Profile;
import dev.lakegate.config.Route;
import dev.lakegate.session.join.JoinPlan;
import dev.lakegate.session.join.JoinPlan.Change;
import dev.lakegate.session.join.JoinPlan.Offer;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// What a gateway's offer would set up, for the person to read before anything is written.
final class PlanView {
    private final VBox node = new VBox(12);

    VBox node() {
        return node;
    }

    void show(JoinPlan plan) {
        node.getChildren().clear();
        for (Offer offer : plan.profiles()) {
            switch (offer) {
                case Offer.Administrated(var name) ->
                    node.getChildren().add(Parts.muted(Words.of("welcome.administrated", name.value())));
                case Offer.New(Profile profile) -> add(profile, List.of());
                case Offer.Changed(Profile profile, var changes) -> add(profile, changes);
                case Offer.Unchanged(Profile profile) -> add(profile, List.of());
            }
        }
        Label file = Parts.muted(Words.of("welcome.written_to", plan.file().toString()));
        file.setWrapText(true);
        node.getChildren().add(file);
    }

    private void add(Profile profile, List<Change> changes) {
        Label name = new Label(profile.name().value());
        name.getStyleClass().add(Styles.TITLE_4);
        GridPane facts = new GridPane(16, 6);
        fact(facts, "welcome.sign_in_at", profile.issuer().toString());
        fact(facts, "welcome.tokens_go_to", profile.gateway().toString());
        for (Route route : profile.routes()) {
            fact(
                    facts,
                    "welcome.route",
                    route.name() + " → " + route.workspace() + "   http://127.0.0.1:" + route.port());
        }
        VBox card = new VBox(8, name, facts);
        for (Change change : changes) {
            Label label = new Label(Words.of("welcome.change", change.setting(), change.before(), change.after()));
            label.setWrapText(true);
            label.getStyleClass().add("change");
            card.getChildren().add(label);
        }
        card.getStyleClass().add("plan");
        node.getChildren().add(card);
    }

    private static void fact(GridPane facts, String name, String value) {
        Label text = Parts.mono(value);
        text.setWrapText(true);
        facts.addRow(facts.getRowCount(), Parts.muted(Words.of(name)), text);
    }
}
