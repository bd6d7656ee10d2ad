package dev.lakegate.os.statusnotifier;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import dev.lakegate.os.statusnotifier.Menu.News;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An icon with a menu in the panel of this desktop, as long as it is open; whenever a panel's
/// watcher comes, it is told.
public final class StatusNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusNotifier.class);

    private static final String WATCHER = "org.kde.StatusNotifierWatcher";
    private static final String WATCHER_PATH = "/StatusNotifierWatcher";

    private final SessionBus bus;
    private final String name = Item.INTERFACE + "-" + ProcessHandle.current().pid() + "-1";
    private final Item item;
    private final Menu menu;

    private StatusNotifier(SessionBus bus, Item item, Menu menu) {
        this.bus = bus;
        this.item = item;
        this.menu = menu;
    }

    /// Blocks for no longer than the limit at each call. Throws [IOException] when nobody listens
    /// at the socket.
    ///
    /// @param id        the same at every start; a panel keeps its settings by it
    /// @param view      to begin with
    /// @param activated when the icon is clicked, on a thread of its own
    public static StatusNotifier open(
            Path socket, Duration limit, String id, String title, ItemView view, Runnable activated)
            throws IOException, BusFailure {
        SessionBus bus = SessionBus.connect(socket, limit);
        StatusNotifier opened = new StatusNotifier(bus, new Item(id, title, activated, view), new Menu(view.menu()));
        try {
            opened.begin();
            return opened;
        } catch (BusFailure failure) {
            bus.close();
            throw failure;
        }
    }

    private void begin() throws BusFailure {
        bus.serve(name, Map.of(Item.PATH, item, Menu.PATH, menu));
        bus.onOwner(WATCHER, owner -> {
            if (!owner.isEmpty()) {
                register();
            }
        });
        register();
    }

    /// On a thread of its own: the watcher may have to be started first.
    private void register() {
        Thread.ofVirtual().name("tray-register").start(() -> {
            try {
                bus.call(WATCHER, WATCHER_PATH, WATCHER + ".RegisterStatusNotifierItem", "s", name);
            } catch (BusFailure absent) {
                LOG.debug("No panel takes the icon now: {}", absent.reason());
            }
        });
    }

    /// Whether a panel in the session at this socket takes icons, now.
    public static boolean isWatched(Path socket, Duration limit) {
        try (SessionBus bus = SessionBus.connect(socket, limit)) {
            return isWatched(bus);
        } catch (IOException | BusFailure absent) {
            return false;
        }
    }

    /// Whether a panel takes icons, now.
    public boolean isWatched() {
        return isWatched(bus);
    }

    private static boolean isWatched(SessionBus bus) {
        try {
            return bus.callBus("NameHasOwner", "s", WATCHER)[0].equals(true);
        } catch (BusFailure gone) {
            return false;
        }
    }

    /// Shows this from now on; a panel is told what is different, if anything is.
    public synchronized void show(ItemView view) {
        ItemView before = item.view();
        item.show(view);
        try {
            tell(menu.show(view.menu()));
            if (!before.icon().equals(view.icon())) {
                emit("NewIcon", "");
                emit("NewAttentionIcon", "");
            }
            if (!before.tipTitle().equals(view.tipTitle()) || !before.tipText().equals(view.tipText())) {
                emit("NewToolTip", "");
            }
            if (before.wantsAttention() != view.wantsAttention()) {
                emit("NewStatus", "s", Item.status(view));
            }
        } catch (BusFailure gone) {
            LOG.debug("No panel is told of what changed: {}", gone.reason());
        }
    }

    private void tell(News news) throws BusFailure {
        if (!news.changed().isEmpty() || !news.removed().isEmpty()) {
            bus.emit(
                    Menu.PATH,
                    Menu.INTERFACE + ".ItemsPropertiesUpdated",
                    "a(ia{sv})a(ias)",
                    news.changed(),
                    news.removed());
        }
        if (news.moved()) {
            bus.emit(Menu.PATH, Menu.INTERFACE + ".LayoutUpdated", "ui", new UInt32(news.revision()), MenuTree.ROOT);
        }
    }

    private void emit(String signal, String signature, Object... values) throws BusFailure {
        bus.emit(Item.PATH, Item.INTERFACE + "." + signal, signature, values);
    }

    /// The icon goes with the connection.
    @Override
    public void close() {
        bus.close();
    }
}
