package dev.lakegate.os.statusnotifier;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A line of the menu, with the properties that dbusmenu has for it.
///
/// @param properties by their names; what is not among them has its default
/// @param children   of a submenu
/// @param clicked    runs on a thread of its own; empty when there is nothing to click
public record MenuEntry(Map<String, Object> properties, List<MenuEntry> children, Optional<Runnable> clicked) {
    private static final String LABEL = "label";

    public MenuEntry {
        properties = Map.copyOf(properties);
        children = List.copyOf(children);
    }

    /// To be clicked.
    public static MenuEntry action(String label, Runnable clicked) {
        return new MenuEntry(Map.of(LABEL, shown(label)), List.of(), Optional.of(clicked));
    }

    /// To be clicked, with a check mark while it is on.
    public static MenuEntry toggle(String label, boolean on, Runnable clicked) {
        return new MenuEntry(
                Map.of(LABEL, shown(label), "toggle-type", "checkmark", "toggle-state", on ? 1 : 0),
                List.of(),
                Optional.of(clicked));
    }

    /// To be read only.
    public static MenuEntry text(String label) {
        return new MenuEntry(Map.of(LABEL, shown(label), "enabled", false), List.of(), Optional.empty());
    }

    public static MenuEntry separator() {
        return new MenuEntry(Map.of("type", "separator"), List.of(), Optional.empty());
    }

    public static MenuEntry submenu(String label, List<MenuEntry> children) {
        return new MenuEntry(Map.of(LABEL, shown(label), "children-display", "submenu"), children, Optional.empty());
    }

    /// An underscore marks the letter that a key presses; two are one.
    private static String shown(String label) {
        return label.replace("_", "__");
    }

    /// Whether whoever has seen the other one and clicks gets what they wanted.
    boolean standsFor(MenuEntry other) {
        return properties.keySet().equals(other.properties.keySet())
                && (clicked.isEmpty() || Objects.equals(properties.get(LABEL), other.properties.get(LABEL)));
    }
}
