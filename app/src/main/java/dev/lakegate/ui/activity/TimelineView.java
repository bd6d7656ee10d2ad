package dev.lakegate.ui.activity;

import dev.lakegate.audit.trace.Timeline;
import dev.lakegate.audit.trace.Timeline.Part;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Where a request's time went, as bars from the left to the right: proxy, gateway, workspace.
final class TimelineView {
    private static final double BAR_HEIGHT = 10;
    private static final double LEAST_WIDTH = 3;

    private final VBox node = new VBox(8);

    VBox node() {
        return node;
    }

    void clear() {
        node.getChildren().clear();
    }

    void show(Timeline timeline) {
        clear();
        for (Part part : timeline.parts()) {
            node.getChildren().add(bar(part, Math.max(1, timeline.micros())));
        }
    }

    private static VBox bar(Part part, long whole) {
        Label name = new Label(Words.of("where." + part.where()));
        Label what = Parts.muted(part.what());
        Label took = new Label(Formats.took(part.micros()));
        Region bar = new Region();
        bar.getStyleClass().addAll("bar", "bar-" + part.where());
        Pane track = new Pane(bar);
        track.getStyleClass().add("track");
        track.setMinHeight(BAR_HEIGHT);
        track.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        track.widthProperty().addListener((_, _, width) -> {
            double scale = width.doubleValue() / whole;
            double from = Math.min(part.fromMicros() * scale, width.doubleValue() - LEAST_WIDTH);
            bar.resizeRelocate(from, 0, Math.max(LEAST_WIDTH, part.micros() * scale), BAR_HEIGHT);
        });
        Tooltip.install(track, new Tooltip(part.where() + ": " + part.what()));
        VBox box = new VBox(3, Parts.row(6, name, what, Parts.space(), took), track);
        box.setAccessibleText(name.getText() + ", " + part.what() + ": " + took.getText());
        return box;
    }
}
