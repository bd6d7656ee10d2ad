package dev.lakegate.os.statusnotifier;

import java.util.Map;
import org.freedesktop.dbus.errors.PropertyReadOnly;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.types.Variant;

/// What `org.freedesktop.DBus.Properties` answers for an object. By hand, since dbus-java 5.2.0
/// answers `Get` for properties that are annotated without the variant around the value, and Qt
/// then shows nothing.
final class PropertyTable {
    private PropertyTable() {}

    /// Throws [UnknownProperty] when there is none of that name.
    static Variant<?> get(Map<String, Variant<?>> properties, String name) {
        Variant<?> value = properties.get(name);
        if (value == null) {
            throw new UnknownProperty("there is no property '" + name + "'");
        }
        return value;
    }

    static PropertyReadOnly readOnly(String name) {
        return new PropertyReadOnly("property '" + name + "' cannot be set");
    }
}
