package dev.lakegate.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// Whoever shows notifications on a desktop, as far as D-Bus sees it.
public final class NotificationArea implements AutoCloseable {
    private static final String NAME = "org.freedesktop.Notifications";
    private static final String PATH = "/org/freedesktop/Notifications";

    private final DBusConnection connection;
    private final List<String> capabilities;
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile boolean inhibited;

    /// Shows what it is given from now on.
    ///
    /// @param capabilities as in the specification
    public NotificationArea(DBusSession session, String... capabilities) throws DBusException {
        this.capabilities = List.of(capabilities);
        connection = DBusConnectionBuilder.forAddress(session.address())
                .withShared(false)
                .build();
        connection.exportObject(PATH, new Server());
        connection.requestBusName(NAME);
    }

    private final class Server implements NotificationMethods, Properties {
        private int last;

        @Override
        public List<String> GetCapabilities() {
            return capabilities;
        }

        @Override
        public UInt32 Notify(
                String program,
                UInt32 replaces,
                String icon,
                String title,
                String text,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int milliseconds) {
            UInt32 number = replaces.longValue() == 0 ? new UInt32(++last) : replaces;
            shown.add(number + " " + title + ": " + text + " " + actions + " urgency "
                    + hints.get("urgency").getValue());
            return number;
        }

        @Override
        public void CloseNotification(UInt32 number) {
            shown.add(number + " closed");
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so is the library's interface
        public <A> A Get(String of, String name) {
            if (!name.equals("Inhibited")) {
                throw new UnknownProperty(name);
            }
            return (A) new Variant<>(inhibited);
        }

        @Override
        public <A> void Set(String of, String name, A value) {
            throw new UnknownProperty(name);
        }

        @Override
        public Map<String, Variant<?>> GetAll(String of) {
            return Map.of("Inhibited", new Variant<>(inhibited));
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }

    /// The person does not want to be disturbed, or does again.
    public void inhibit(boolean on) {
        inhibited = on;
    }

    /// What was shown so far: number, title, text, buttons, urgency.
    public List<String> shown() {
        return List.copyOf(shown);
    }

    /// The person clicks on a notification's button.
    public void choose(int number, String key) {
        try {
            connection.sendMessage(connection
                    .getMessageFactory()
                    .createSignal(
                            connection.getUniqueName(), PATH, NAME, "ActionInvoked", "us", new UInt32(number), key));
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
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
