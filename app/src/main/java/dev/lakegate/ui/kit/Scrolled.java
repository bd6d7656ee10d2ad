package dev.lakegate.ui.kit;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;

/// Content as wide as there is room for, and as high as it wants to be. What is seen of it is drawn anew when it
/// changes: JavaFX would keep a picture of it besides, 3 MB for a page, and draw that anew as well.
public final class Scrolled extends ScrollPane {
    public Scrolled(Node content) {
        super(content);
        setFitToWidth(true);
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        Skin<?> skin = super.createDefaultSkin();
        lookup(".viewport").setCache(false);
        return skin;
    }
}
