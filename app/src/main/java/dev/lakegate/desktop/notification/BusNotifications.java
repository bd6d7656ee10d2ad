package dev.lakegate.desktop.notification;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.NoSession;
import dev.lakegate.os.dbus.SessionAddress;
import dev.lakegate.os.notifications.GnomeBanners;
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

/// On Linux: by whoever shows notifications on the D-Bus session, connected to when there is something
/// to show.
public final class BusNotifications implements Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(BusNotifications.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, String> environment;
    private final Notifications otherwise;
    private final Map<String, Long> numbers = new HashMap<>();
    private @Nullable NotificationServer server;

    /// @param environment where the D-Bus session is, and which desktop
    /// @param otherwise   shows them where nobody does on the session; closed with this
    public BusNotifications(Map<String, String> environment, Notifications otherwise) {
        this.environment = Map.copyOf(environment);
        this.otherwise = otherwise;
    }

    @Override
    public synchronized void show(Notification notification) {
        if (GnomeBanners.areOff(environment)) {
            return;
        }
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
            LOG.debug("Nobody shows notifications on the D-Bus session: {}", absent.getMessage());
            disconnect();
            otherwise.show(notification);
        }
    }

    @Override
    public synchronized void withdraw(String about) {
        otherwise.withdraw(about);
        Long number = numbers.remove(about);
        if (server == null || number == null) {
            return;
        }
        try {
            server.withdraw(number);
        } catch (BusFailure.Refused gone) {
            LOG.debug("The notification has gone already: {}", gone.reason());
        } catch (BusFailure lost) {
            LOG.debug("The notification server has gone: {}", lost.reason());
            disconnect();
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
        otherwise.close();
        disconnect();
    }

    private void disconnect() {
        if (server != null) {
            server.close();
            server = null;
            numbers.clear();
        }
    }
}
