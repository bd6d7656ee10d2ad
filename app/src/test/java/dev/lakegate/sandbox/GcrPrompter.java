package dev.lakegate.sandbox;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/// What gcr, gnome-keyring's library, calls to ask a person for a password.
@DBusInterfaceName("org.gnome.keyring.internal.Prompter")
public interface GcrPrompter extends DBusInterface {

    void BeginPrompting(DBusPath callback);

    void PerformPrompt(DBusPath callback, String type, Map<String, Variant<?>> properties, String exchange);

    void StopPrompting(DBusPath callback);

    /// No part of gcr's interface: see [PersonAtThePrompt].
    void CallBack(String caller, DBusPath callback, String member, List<String> values);
}
