package dev.lakegate.ui.kit;

import java.util.EnumSet;
import java.util.Set;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/// Signs drawn in lines on a grid of 24; their colour is the stylesheet's (`.icon`), so that they
/// follow the theme.
public enum Icon {
    OVERVIEW("M3 11 12 4l9 7v9h-6v-6H9v6H3z"),
    ACTIVITY("M3 12h4l3-8 4 16 3-8h4"),
    CONNECT("M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"),
    DIAGNOSTICS("M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM8 12.500l3 3 5-6"),
    SETTINGS(
            "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5zM8 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5z"),
    COPY("M9 9h11v11H9zM5 15H4V4h11v1"),
    COPIED("M5 13l4.500 4.500L19 7"),
    SEARCH("M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 1 0 0-13zM15.500 15.500 20 20"),
    FINE("M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM8 12.500l3 3 5-6"),
    ATTENTION("M12 4 2.500 20h19zM12 10v4.500M12 17v.5"),
    WRONG("M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM9 9l6 6M15 9l-6 6"),
    NOT_LOOKED_AT("M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM8 12h8"),
    WAITING("M6 12h.010M12 12h.010M18 12h.010"),
    BROWSER("M14 4h6v6M20 4l-9 9M18 13v7H4V6h7"),
    EXPORT("M12 4v11M7.500 11 12 15.500 16.500 11M4 20h16"),
    SIGN_IN("M10 5V4h10v16H10v-1M3 12h11M10.500 8.500 14 12l-3.500 3.500"),
    SIGN_OUT("M14 5V4H4v16h10v-1M9 12h12M17.500 8.500 21 12l-3.500 3.500"),
    RUN("M7 4.500v15l12-7.500z"),
    AGAIN("M20 5v5h-5M19.500 10A8 8 0 1 0 20 14"),
    LOCKED("M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3"),
    CLOSE("M6 6l12 12M18 6 6 18"),
    UP("M12 20V5M6 11l6-6 6 6"),
    ADD("M12 5v14M5 12h14"),
    REMOVE("M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"),
    PAUSE("M8.500 5v14M15.500 5v14"),
    LOGO(
            "M4 17v-5a8 8 0 0 1 16 0v5M8.500 17v-5a3.500 3.500 0 0 1 7 0v5M3 21c1.500-1.500 3-1.500 4.500 0s3 1.500 4.500 0 3-1.500 4.500 0 3 1.500 4.500 0");

    private static final double GRID = 24;

    /// Those that point out of something or into it; the others are the same for everybody.
    private static final Set<Icon> POINTING = EnumSet.of(SIGN_IN, SIGN_OUT, BROWSER);

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /// A new node of it, of 16 pixels.
    public Node node() {
        return node(16);
    }

    /// A new node of it, as wide as high. It says nothing to a screen reader: what it stands beside
    /// does.
    public Node node(double size) {
        SVGPath lines = new SVGPath();
        lines.setContent(path);
        lines.getStyleClass().add("icon");
        lines.setScaleX(size / GRID);
        lines.setScaleY(size / GRID);
        lines.setStrokeWidth(1.75 * Math.sqrt(GRID / size));
        StackPane box = new StackPane(lines);
        box.setMinSize(size, size);
        box.setPrefSize(size, size);
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        box.setMouseTransparent(true);
        if (!POINTING.contains(this)) {
            box.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        }
        return box;
    }
}
