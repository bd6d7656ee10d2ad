package dev.lakegate.os.statusnotifier;

import java.util.List;

/// What a panel shows of the item.
///
/// @param icon           in several sizes, of which the panel takes the one that fits
/// @param wantsAttention whether the panel may show it more prominently
/// @param tipTitle       of the tooltip
/// @param tipText        of the tooltip, below its title
public record ItemView(
        List<Pixmap> icon, boolean wantsAttention, String tipTitle, String tipText, List<MenuEntry> menu) {
    public ItemView {
        icon = List.copyOf(icon);
        menu = List.copyOf(menu);
    }
}
