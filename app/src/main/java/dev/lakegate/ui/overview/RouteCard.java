package dev.lakegate.ui.overview;

import atlantafx.base.theme.Styles;
import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfRoute;
import dev.lakegate.ui.kit.Icon;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A route: whether it serves, where, and how busy it is.
final class RouteCard {
    private static final PseudoClass SERVES = PseudoClass.getPseudoClass("serves");
    private static final PseudoClass PAUSED = PseudoClass.getPseudoClass("paused");
    /// A minute's steps of 10 seconds.
    private static final int MINUTE = 6;

    private final Region dot = new Region();
    private final Label state = Parts.muted("");
    private final Label workspace = Parts.muted("");
    private final Label address = Parts.mono("");
    private final Label busy = Parts.muted("");
    private final Sparkline spark = new Sparkline();
    private final HBox node;

    RouteCard(String name, Acts acts) {
        dot.getStyleClass().add("dot");
        Label title = new Label(name);
        title.getStyleClass().add(Styles.TITLE_4);
        Button copy = Parts.copyButton(Words.of("route.address", name), address::getText);
        copy.setId("copy-" + name);
        Button connect = Parts.button(Icon.CONNECT, Words.of("route.connect"), () -> acts.connect(name));
        connect.getStyleClass().add(Styles.BUTTON_OUTLINED);
        connect.setId("connect-" + name);
        VBox names = new VBox(2, Parts.row(8, dot, title, state), workspace, Parts.row(2, address, copy));
        spark.setPrefSize(160, 36);
        spark.setMinSize(160, 36);
        spark.setMaxSize(160, 36);
        VBox traffic = new VBox(4, spark, busy);
        node = Parts.row(20, names, Parts.space(), traffic, connect);
        node.getStyleClass().add("route-card");
        node.setId("route-" + name);
    }

    HBox node() {
        return node;
    }

    /// @param program that it is a route of
    void show(OfRoute route, StatusReport program, List<Step> steps) {
        dot.pseudoClassStateChanged(SERVES, route.listening() && !program.paused());
        dot.pseudoClassStateChanged(PAUSED, route.listening() && program.paused());
        state.setText(
                route.listening()
                        ? Words.of(program.paused() ? "route.paused" : "route.serves")
                        : Words.of("route.does_not_serve", ProblemWords.what(route.problem())));
        workspace.setText(route.workspace());
        address.setText(route.addresses().isEmpty() ? "" : route.addresses().getFirst());
        spark.show(steps);
        int lastMinute = steps.subList(Math.max(0, steps.size() - MINUTE), steps.size()).stream()
                .mapToInt(Step::requests)
                .sum();
        busy.setText(Words.of("route.last_minute", lastMinute));
    }
}
