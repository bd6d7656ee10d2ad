package dev.lakegate.ui.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;

/// Parts of a page that come into it some a pulse. Skins and styles of all at once would keep the user interface's
/// thread from answering for 96 to 132 ms, of the page of tools; one after the other for 46.
public final class Unfolding {
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final AnimationTimer pulses;

    /// @param at among its parent's children, when those before it are there
    private record Part(Pane parent, int at, Node node) {
        void come() {
            parent.getChildren().add(at, node);
        }
    }

    private Unfolding(int each, Runnable then, List<? extends Node> parts) {
        for (Node part : parts) {
            Pane parent = (Pane) part.getParent();
            waiting.add(new Part(parent, parent.getChildren().indexOf(part), part));
        }
        waiting.forEach(part -> part.parent().getChildren().remove(part.node()));
        pulses = new AnimationTimer() {
            @Override
            public void handle(long now) {
                if (waiting.isEmpty()) {
                    stop();
                    then.run();
                }
                for (int come = 0; come < each && !waiting.isEmpty(); come++) {
                    waiting.remove().come();
                }
            }
        };
    }

    /// Takes these parts out until the page is first seen; then they come one a pulse.
    ///
    /// @param then  is run when all have been laid out
    /// @param parts in the order of the page, each in a pane
    public static void of(Node page, Runnable then, Node... parts) {
        Unfolding unfolding = new Unfolding(1, then, List.of(parts));
        page.sceneProperty().addListener(new ChangeListener<Scene>() {
            @Override
            public void changed(ObservableValue<? extends Scene> of, Scene before, Scene now) {
                of.removeListener(this);
                unfolding.pulses.start();
            }
        });
    }

    /// Takes these parts out, and has them come from the next pulse on.
    ///
    /// @param each  so many a pulse
    /// @param parts in the order of the page, each in a pane
    /// @param then  is run when all have been laid out
    public static void now(int each, List<? extends Node> parts, Runnable then) {
        new Unfolding(each, then, parts).pulses.start();
    }
}
