package dev.lakegate.sandbox;

import java.io.IOException;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A desktop's portal as far as it tells whether programs are to be dark (`org.freedesktop.portal.Settings`).
public final class AppearancePortal implements AutoCloseable {
    private static final String NAME = "org.freedesktop.portal.Desktop";
    private static final String PATH = "/org/freedesktop/portal/desktop";
    private static final String SETTINGS = "org.freedesktop.portal.Settings";
    private static final String NAMESPACE = "org.freedesktop.appearance";
    private static final String KEY = "color-scheme";

    private final DBusConnection connection;
    private volatile UInt32 scheme;

    /// Which calls it knows.
    public enum Age {
        /// `Read` alone, whose value is a variant in a variant.
        OLD,
        /// `ReadOne`, whose value is the value.
        NEW
    }

    /// Answers from now on.
    ///
    /// @param scheme 0 for no preference, 1 for dark, 2 for light
    public AppearancePortal(DBusSession session, Age age, int scheme) throws DBusException {
        this.scheme = new UInt32(scheme);
        connection = DBusConnectionBuilder.forAddress(session.address())
                .withShared(false)
                .build();
        connection.exportObject(PATH, new Settings(age));
        connection.requestBusName(NAME);
    }

    /// What programs call.
    @DBusInterfaceName(SETTINGS)
    public interface Methods extends DBusInterface {
        Variant<?> Read(String namespace, String key);

        Variant<?> ReadOne(String namespace, String key);
    }

    /// On the bus it has its own name: dbus-java gives an error that of its class.
    private static final class Unknown extends DBusExecutionException {
        private static final long serialVersionUID = 1L;

        Unknown(String method) {
            super("there is no " + method);
        }
    }

    private final class Settings implements Methods {
        private final Age age;

        private Settings(Age age) {
            this.age = age;
        }

        @Override
        public Variant<?> Read(String namespace, String key) {
            if (age != Age.OLD) {
                throw new Unknown("Read");
            }
            return new Variant<>(new Variant<>(known(namespace, key)));
        }

        @Override
        public Variant<?> ReadOne(String namespace, String key) {
            if (age != Age.NEW) {
                throw new Unknown("ReadOne");
            }
            return new Variant<>(known(namespace, key));
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }

    private UInt32 known(String namespace, String key) {
        if (!namespace.equals(NAMESPACE) || !key.equals(KEY)) {
            throw new IllegalArgumentException(namespace + " " + key);
        }
        return scheme;
    }

    /// The person changes their mind.
    public void change(int to) throws DBusException {
        scheme = new UInt32(to);
        tell("accent-color", new Variant<>("blue"));
        tell(KEY, new Variant<>(scheme));
    }

    private void tell(String key, Variant<?> value) throws DBusException {
        connection.sendMessage(connection
                .getMessageFactory()
                .createSignal(
                        connection.getUniqueName(), PATH, SETTINGS, "SettingChanged", "ssv", NAMESPACE, key, value));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
