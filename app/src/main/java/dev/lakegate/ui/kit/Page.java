package dev.lakegate.ui.kit;

import javafx.scene.layout.Region;

/// One page of the window. Every call is of the user interface's thread and does not block.
public interface Page {
    /// As the navigation calls it.
    String title();

    Icon icon();

    /// Made once.
    Region content();

    /// It is seen from now on.
    default void shown() {}

    /// It is no longer seen.
    default void hidden() {}
}
