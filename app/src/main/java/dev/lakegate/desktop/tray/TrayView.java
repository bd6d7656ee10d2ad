package dev.lakegate.desktop.tray;

import java.util.List;

/// All that the tray shows at one moment.
///
/// @param title of the tooltip
/// @param text  of the tooltip, below its title
public record TrayView(TrayState state, String title, String text, List<TrayItem> menu) {
    public TrayView {
        menu = List.copyOf(menu);
    }

    /// What a person sees of it, line by line: two views that read the same look the same.
    public String asText() {
        StringBuilder lines = new StringBuilder();
        lines.append('(').append(state).append(") ").append(title).append('\n');
        text.lines().forEach(line -> lines.append("    ").append(line).append('\n'));
        append(lines, menu, "");
        return lines.toString();
    }

    private static void append(StringBuilder lines, List<TrayItem> menu, String indent) {
        for (TrayItem item : menu) {
            lines.append(indent);
            switch (item) {
                case TrayItem.Action action -> lines.append("> ").append(action.text());
                case TrayItem.Toggle toggle ->
                    lines.append(toggle.on() ? "[x] " : "[ ] ").append(toggle.text());
                case TrayItem.Text(String label) -> lines.append("  ").append(label);
                case TrayItem.Submenu submenu -> lines.append("v ").append(submenu.text());
                case TrayItem.Separator() -> lines.append("----");
            }
            lines.append('\n');
            if (item instanceof TrayItem.Submenu submenu) {
                append(lines, submenu.items(), indent + "    ");
            }
        }
    }
}
