package dev.lakegate.desktop.tray;

import java.util.List;

/// A line of the tray's menu. What is clicked runs on a virtual thread of its own.
public sealed interface TrayItem {

    /// To be clicked.
    record Action(String text, Runnable clicked) implements TrayItem {}

    /// To be clicked, with a check mark while it is on.
    record Toggle(String text, boolean on, Runnable clicked) implements TrayItem {}

    /// To be read only.
    record Text(String text) implements TrayItem {}

    record Submenu(String text, List<TrayItem> items) implements TrayItem {
        public Submenu {
            items = List.copyOf(items);
        }
    }

    record Separator() implements TrayItem {}
}
