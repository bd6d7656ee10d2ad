package dev.lakegate.os.notifications;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever shows notifications on this desktop. Each call blocks, no longer than the limit.
public final class NotificationServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationServer.class);

    private static final String NAME = "org.freedesktop.Notifications";
    private static final String PATH = "/org/freedesktop/Notifications";
    private static final byte NORMAL_URGENCY = 1;
    private static final int AS_LONG_AS_USUAL = -1;

    private final SessionBus bus;
    private final Map<Long, List<Choice>> shown = new ConcurrentHashMap<>();

    private NotificationServer(SessionBus bus) {
        this.bus = bus;
    }

    /// A button; the one with the key `default` is the notification itself.
    ///
    /// @param chosen runs on a virtual thread
    public record Choice(String key, String label, Runnable chosen) {
        /// A click on the notification itself.
        public static Choice whole(Runnable chosen) {
            return new Choice("default", "", chosen);
        }
    }

    /// Throws [IOException] when nobody listens at the socket.
    public static NotificationServer connect(Path socket, Duration limit) throws IOException, BusFailure {
        SessionBus bus = SessionBus.connect(socket, limit);
        NotificationServer server = new NotificationServer(bus);
        try {
            bus.onSignal(PATH, NAME + ".ActionInvoked", server::invoked);
            bus.onSignal(PATH, NAME + ".NotificationClosed", server::closed);
            return server;
        } catch (BusFailure failure) {
            bus.close();
            throw failure;
        }
    }

    /// Shows a notification, in the place of an earlier one that may be there still.
    ///
    /// Of usual urgency: a server that keeps quiet for the person lets only critical ones through.
    ///
    /// @param replaces the number of the earlier one; 0 for none
    /// @return its number
    public long show(long replaces, String title, String text, List<Choice> choices) throws BusFailure {
        List<?> can = (List<?>) call("GetCapabilities", "")[0];
        List<String> actions = new ArrayList<>();
        if (can.contains("actions")) {
            choices.forEach(choice -> actions.addAll(List.of(choice.key(), choice.label())));
        }
        Object[] answer = call(
                "Notify",
                "susssasa{sv}i",
                "Lakegate",
                new UInt32(replaces),
                "lakegate",
                title,
                can.contains("body-markup") ? escaped(text) : text,
                actions,
                Map.of("urgency", new Variant<>(NORMAL_URGENCY), "desktop-entry", new Variant<>("lakegate")),
                AS_LONG_AS_USUAL);
        long number = ((UInt32) answer[0]).longValue();
        shown.put(number, List.copyOf(choices));
        return number;
    }

    /// Takes back what may be there still.
    public void withdraw(long number) throws BusFailure {
        var _ = call("CloseNotification", "u", new UInt32(number));
    }

    /// Whether the person does not want to be disturbed, as far as the server tells.
    public boolean isInhibited() throws BusFailure {
        try {
            Object value = bus.call(NAME, PATH, "org.freedesktop.DBus.Properties.Get", "ss", NAME, "Inhibited")[0];
            return value instanceof Variant<?> variant && Boolean.TRUE.equals(variant.getValue());
        } catch (BusFailure.Refused unknown) {
            return false;
        }
    }

    private Object[] call(String method, String signature, Object... arguments) throws BusFailure {
        return bus.call(NAME, PATH, NAME + "." + method, signature, arguments);
    }

    private void invoked(Object[] numberAndKey) {
        long number = ((UInt32) numberAndKey[0]).longValue();
        shown.getOrDefault(number, List.of()).stream()
                .filter(choice -> choice.key().equals(numberAndKey[1]))
                .findFirst()
                .ifPresent(choice -> Thread.ofVirtual().name("notification").start(() -> run(choice)));
    }

    private static void run(Choice choice) {
        try {
            choice.chosen().run();
        } catch (RuntimeException failure) {
            LOG.warn("What was chosen in a notification has failed", failure);
        }
    }

    private void closed(Object[] numberAndReason) {
        shown.remove(((UInt32) numberAndReason[0]).longValue());
    }

    /// Text that stands for itself in the specification's markup.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        bus.close();
    }
}
