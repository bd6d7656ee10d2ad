package dev.lakegate.desktop.notification;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.NoSession;
import dev.lakegate.os.dbus.SessionAddress;
import dev.lakegate.os.notifications.NotificationServer;
import dev.lakegate.os.notifications.NotificationServer.Choice;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// On Linux. Connected to when there is something to show.
public final class BusNotifications implements Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(BusNotifications.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, String> environment;
    private final Map<String, Long> numbers = new HashMap<>();
    private @Nullable NotificationServer server;

    /// @param environment where the D-Bus session is
    public BusNotifications(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public synchronized void show(Notification notification) {
        try {
            NotificationServer connected = connected();
            if (connected.isInhibited()) {
                return;
            }
            long number = connected.show(
                    numbers.getOrDefault(notification.about(), 0L),
                    notification.title(),
                    notification.text(),
                    List.of(
                            Choice.whole(notification.clicked()),
                            new Choice("choice", notification.choice(), notification.chosen())));
            numbers.put(notification.about(), number);
        } catch (NoSession | IOException | BusFailure absent) {
            LOG.debug("Nobody shows notifications here: {}", absent.getMessage());
            close();
        }
    }

    private NotificationServer connected() throws NoSession, IOException, BusFailure {
        NotificationServer known = server;
        if (known == null) {
            known = NotificationServer.connect(SessionAddress.socket(environment), PATIENCE);
            server = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
            numbers.clear();
        }
    }
}
