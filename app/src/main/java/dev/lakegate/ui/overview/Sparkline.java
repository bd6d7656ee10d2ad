package dev.lakegate.ui.overview;

import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/// Requests of the last ten minutes as a line, filled below. Its figures are told to a screen
/// reader.
final class Sparkline extends Pane {
    private final Path line = new Path();
    private final Path ground = new Path();

    Sparkline() {
        line.getStyleClass().add("spark-line");
        ground.getStyleClass().add("spark-ground");
        getChildren().addAll(ground, line);
        getStyleClass().add("spark");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        // time runs from left to right in every script that charts are read in
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
    }

    void show(List<Step> steps) {
        int most = Math.max(4, steps.stream().mapToInt(Step::requests).max().orElse(0));
        double width = getPrefWidth();
        double height = getPrefHeight();
        line.getElements().clear();
        ground.getElements().clear();
        ground.getElements().add(new MoveTo(0, height));
        for (int index = 0; index < steps.size(); index++) {
            double x = width * index / Math.max(1, steps.size() - 1);
            double y = 1 + (height - 2) * (1 - (double) steps.get(index).requests() / most);
            line.getElements().add(index == 0 ? new MoveTo(x, y) : new LineTo(x, y));
            ground.getElements().add(new LineTo(x, y));
        }
        ground.getElements().add(new LineTo(width, height));
        int all = steps.stream().mapToInt(Step::requests).sum();
        setAccessibleText(Words.of("overview.spark", all));
    }
}
