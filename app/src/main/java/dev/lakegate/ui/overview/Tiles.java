package dev.lakegate.ui.overview;

import dev.lakegate.audit.activity.Figures.Step;
import dev.lakegate.ui.kit.Formats;
import dev.lakegate.ui.kit.Parts;
import dev.lakegate.ui.kit.Words;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The last hour in four figures.
final class Tiles {
    private final Label requests = value();
    private final Label failed = value();
    private final Label received = value();
    private final Label sent = value();
    private final HBox node = new HBox(
            16,
            tile(requests, "tiles.requests"),
            tile(failed, "tiles.failed"),
            tile(received, "tiles.received"),
            tile(sent, "tiles.sent"));

    HBox node() {
        return node;
    }

    void show(List<Step> hour) {
        requests.setText(Formats.count(hour.stream().mapToInt(Step::requests).sum()));
        failed.setText(Formats.count(hour.stream().mapToInt(Step::failed).sum()));
        received.setText(Formats.bytes(hour.stream().mapToLong(Step::bytesOut).sum()));
        sent.setText(Formats.bytes(hour.stream().mapToLong(Step::bytesIn).sum()));
    }

    private static Label value() {
        Label value = new Label();
        value.getStyleClass().add("tile-value");
        return value;
    }

    private static VBox tile(Label value, String name) {
        VBox tile = new VBox(2, value, Parts.muted(Words.of(name)));
        tile.getStyleClass().add("tile");
        HBox.setHgrow(tile, Priority.ALWAYS);
        return tile;
    }
}
