package dev.lakegate.ui.settings;

import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

/// A section in the list; routes are set in below their profile.
final class SectionCell extends ListCell<Section> {
    private static final PseudoClass ROUTE = PseudoClass.getPseudoClass("route");

    @Override
    protected void updateItem(@Nullable Section section, boolean empty) {
        super.updateItem(section, empty);
        Section shown = empty ? null : section;
        setText(shown == null ? null : shown.title());
        pseudoClassStateChanged(ROUTE, shown != null && shown.isRoute());
    }
}
