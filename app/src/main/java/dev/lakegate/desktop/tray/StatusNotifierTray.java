package dev.lakegate.desktop.tray;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.NoSession;
import dev.lakegate.os.dbus.SessionAddress;
import dev.lakegate.os.statusnotifier.ItemView;
import dev.lakegate.os.statusnotifier.MenuEntry;
import dev.lakegate.os.statusnotifier.Pixmap;
import dev.lakegate.os.statusnotifier.StatusNotifier;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// On Linux.
final class StatusNotifierTray implements Tray {
    private static final Logger LOG = LoggerFactory.getLogger(StatusNotifierTray.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Map<TrayState, List<Pixmap>> ICONS = new EnumMap<>(TrayState.class);

    private final StatusNotifier notifier;

    private StatusNotifierTray(StatusNotifier notifier) {
        this.notifier = notifier;
    }

    /// Empty where there is no D-Bus session. A panel may come later.
    static Optional<Tray> open(Map<String, String> environment, TrayView view, Runnable activated) {
        try {
            return Optional.of(new StatusNotifierTray(StatusNotifier.open(
                    SessionAddress.socket(environment), PATIENCE, "lakegate", "Lakegate", item(view), activated)));
        } catch (NoSession absent) {
            LOG.info("There is no tray: {}", absent.reason());
        } catch (IOException | BusFailure failure) {
            LOG.warn("There is no tray: {}", failure.getMessage());
        }
        return Optional.empty();
    }

    static boolean isThere(Map<String, String> environment) {
        try {
            return StatusNotifier.isWatched(SessionAddress.socket(environment), PATIENCE);
        } catch (NoSession absent) {
            return false;
        }
    }

    private static ItemView item(TrayView view) {
        return new ItemView(
                icon(view.state()),
                view.state() == TrayState.ATTENTION,
                view.title(),
                view.text(),
                entries(view.menu()));
    }

    /// Each is read when it is first shown.
    private static List<Pixmap> icon(TrayState state) {
        synchronized (ICONS) {
            return ICONS.computeIfAbsent(
                    state,
                    shown -> Arrays.stream(StateIcons.SIZES)
                            .mapToObj(size -> new Pixmap(size, StateIcons.argb(shown, size)))
                            .toList());
        }
    }

    private static List<MenuEntry> entries(List<TrayItem> items) {
        return items.stream().map(StatusNotifierTray::entry).toList();
    }

    private static MenuEntry entry(TrayItem item) {
        if (item instanceof TrayItem.Action(String text, Runnable clicked)) {
            return MenuEntry.action(text, clicked);
        }
        if (item instanceof TrayItem.Toggle(String text, boolean on, Runnable clicked)) {
            return MenuEntry.toggle(text, on, clicked);
        }
        if (item instanceof TrayItem.Submenu(String text, List<TrayItem> items)) {
            return MenuEntry.submenu(text, entries(items));
        }
        return item instanceof TrayItem.Text(String text) ? MenuEntry.text(text) : MenuEntry.separator();
    }

    @Override
    public void show(TrayView view) {
        notifier.show(item(view));
    }

    @Override
    public boolean isVisible() {
        return notifier.isWatched();
    }

    @Override
    public void close() {
        notifier.close();
    }
}
