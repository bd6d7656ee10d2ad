package dev.lakegate.os.portal;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// Whether the person wants programs dark (`org.freedesktop.appearance`, `color-scheme`), now and
/// when they change their mind, as long as it is open.
public final class ColourSetting implements AutoCloseable {
    private static final String PORTAL = "org.freedesktop.portal.Desktop";
    private static final String PATH = "/org/freedesktop/portal/desktop";
    private static final String SETTINGS = "org.freedesktop.portal.Settings";
    private static final String NAMESPACE = "org.freedesktop.appearance";
    private static final String KEY = "color-scheme";

    private final SessionBus bus;

    private ColourSetting(SessionBus bus) {
        this.bus = bus;
    }

    /// Which of both is preferred.
    public enum Preference {
        NONE,
        DARK,
        LIGHT
    }

    /// Blocks for no longer than the limit at each call. Throws [IOException] when nobody listens at the socket.
    public static ColourSetting open(Path socket, Duration limit) throws IOException, BusFailure {
        return new ColourSetting(SessionBus.connect(socket, limit));
    }

    /// Now. Throws when there is no such portal.
    public Preference read() throws BusFailure {
        try {
            return read("ReadOne");
        } catch (BusFailure.Refused older) {
            // before its version 2 it knew no other; the value is a variant in a variant there
            return read("Read");
        }
    }

    private Preference read(String method) throws BusFailure {
        Object[] values = bus.call(PORTAL, PATH, SETTINGS + "." + method, "ss", NAMESPACE, KEY);
        return values.length == 0 ? Preference.NONE : preference(values[0]);
    }

    /// From now on; on a thread of the connection, which must not be kept waiting.
    public void follow(Consumer<Preference> changed) throws BusFailure {
        bus.onSignal(PATH, SETTINGS + ".SettingChanged", values -> {
            if (values.length == 3 && values[0].equals(NAMESPACE) && values[1].equals(KEY)) {
                changed.accept(preference(values[2]));
            }
        });
    }

    private static Preference preference(Object value) {
        Object plain = value;
        while (plain instanceof Variant<?> variant) {
            plain = variant.getValue();
        }
        int number = plain instanceof UInt32 unsigned ? unsigned.intValue() : 0;
        return switch (number) {
            case 1 -> Preference.DARK;
            case 2 -> Preference.LIGHT;
            default -> Preference.NONE;
        };
    }

    @Override
    public void close() {
        bus.close();
    }
}
