package dev.lakegate.ui.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;

/// Parts of a page that come into it one a pulse, when it is first seen. Skins and styles of all at once would keep the
/// user interface's thread from answering for 96 to 132 ms, of the page of tools; one after the other for 46.
public final class Unfolding {
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            Part next = waiting.poll();
            if (next == null) {
                stop();
            } else {
                next.parent().getChildren().add(next.at(), next.node());
            }
        }
    };

    /// @param at among its parent's children, when those before it are there
    private record Part(Pane parent, int at, Node node) {}

    private Unfolding(Node... parts) {
        for (Node part : parts) {
            Pane parent = (Pane) part.getParent();
            waiting.add(new Part(parent, parent.getChildren().indexOf(part), part));
        }
        waiting.forEach(part -> part.parent().getChildren().remove(part.node()));
    }

    /// Takes these parts out until then.
    ///
    /// @param parts in the order of the page, each in a pane
    public static void of(Node page, Node... parts) {
        Unfolding unfolding = new Unfolding(parts);
        page.sceneProperty().addListener(new ChangeListener<Scene>() {
            @Override
            public void changed(ObservableValue<? extends Scene> of, Scene before, Scene now) {
                of.removeListener(this);
                unfolding.pulses.start();
            }
        });
    }
}
