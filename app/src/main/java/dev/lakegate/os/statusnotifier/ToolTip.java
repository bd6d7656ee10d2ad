package dev.lakegate.os.statusnotifier;

import java.util.List;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/// `(sa(iiay)ss)`: an icon by its name, or as pictures, and two texts.
public final class ToolTip extends Struct {
    static final String SIGNATURE = "(sa(iiay)ss)";

    @Position(0)
    public final String iconName = "";

    @Position(1)
    public final List<Pixmap> icon = List.of();

    @Position(2)
    public final String title;

    @Position(3)
    public final String text;

    ToolTip(String title, String text) {
        this.title = title;
        this.text = text;
    }
}
