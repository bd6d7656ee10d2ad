package dev.lakegate.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;

/// Somebody who cannot see the window: what a screen reader tells of it, and where the tab key leads.
public final class Reader {
    private static final int MOST = 400;

    private final Scene scene;

    public Reader(Scene scene) {
        this.scene = scene;
    }

    /// What takes the focus now: can be seen, is not disabled, and is no part of another that does.
    public List<Node> controls() {
        List<Node> controls = new ArrayList<>();
        collect(scene.getRoot(), controls);
        return controls;
    }

    private static void collect(Node node, List<Node> controls) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable() && !isBesideTheChosenOne(node)) {
            controls.add(node);
        }
        if (node instanceof Parent parent && !isWhole(node)) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, controls));
        }
    }

    /// Of a group of toggles the tab key leads to the chosen one, and the arrows to the others.
    private static boolean isBesideTheChosenOne(Node node) {
        return node instanceof ToggleButton toggle && toggle.getToggleGroup() != null && !toggle.isSelected();
    }

    /// Its skin's parts are its own business.
    private static boolean isWhole(Node node) {
        return node instanceof Labeled || node instanceof TextInputControl;
    }

    /// What is read out of it; empty when it is nothing but its kind.
    public static String name(Node control) {
        Object text = control.getAccessibleText();
        if (text == null && !(control instanceof TextInputControl)) {
            text = control.queryAccessibleAttribute(AccessibleAttribute.TEXT);
        }
        if (text == null && control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Labeled label) {
            text = label.getText();
        }
        return text == null ? "" : text.toString().strip();
    }

    /// Where the tab key leads from the first control on, until it is there again.
    public Set<Node> reachedByTab() {
        Set<Node> reached = new LinkedHashSet<>();
        controls().getFirst().requestFocus();
        for (int presses = 0; presses < MOST && reached.add(scene.getFocusOwner()); presses++) {
            press(KeyEvent.KEY_PRESSED);
            press(KeyEvent.KEY_RELEASED);
        }
        return reached;
    }

    private void press(EventType<KeyEvent> type) {
        Event.fireEvent(scene.getFocusOwner(), new KeyEvent(type, "\t", "\t", KeyCode.TAB, false, false, false, false));
    }

    /// What buttons say of which there is not room enough.
    public List<String> cutOff() {
        return controls().stream()
                .filter(control -> control instanceof Labeled labeled
                        && !labeled.isWrapText()
                        && labeled.lookup(".text") instanceof Text shown
                        && !shown.getText().equals(labeled.getText()))
                .map(control -> control.getId() + ": " + ((Labeled) control).getText())
                .toList();
    }

    /// What cannot be reached by scrolling either: controls that stand out of the window's sides.
    public List<String> outside() {
        return controls().stream()
                .filter(control -> {
                    Bounds bounds = control.localToScene(control.getLayoutBounds());
                    return bounds.getMinX() < -1 || bounds.getMaxX() > scene.getWidth() + 1;
                })
                .map(control -> control.getId() + ": " + control)
                .toList();
    }
}
