package dev.lakegate.os.statusnotifier;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What a panel calls when the icon is clicked, scrolled on or its menu asked for, with the place
/// on the screen.
@DBusInterfaceName(Item.INTERFACE)
public interface ItemMethods extends DBusInterface {

    void Activate(int x, int y);

    void SecondaryActivate(int x, int y);

    void ContextMenu(int x, int y);

    void Scroll(int delta, String orientation);
}
