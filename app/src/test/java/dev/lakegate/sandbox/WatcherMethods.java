package dev.lakegate.sandbox;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What programs call to have their icon shown.
@DBusInterfaceName("org.kde.StatusNotifierWatcher")
public interface WatcherMethods extends DBusInterface {

    void RegisterStatusNotifierItem(String service);
}
