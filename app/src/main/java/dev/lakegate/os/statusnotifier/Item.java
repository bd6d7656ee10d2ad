package dev.lakegate.os.statusnotifier;

import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// The icon, `org.kde.StatusNotifierItem`.
final class Item implements ItemMethods, Properties {
    static final String INTERFACE = "org.kde.StatusNotifierItem";
    static final String PATH = "/StatusNotifierItem";

    private final String id;
    private final String title;
    private final Runnable activated;
    private volatile ItemView view;

    /// @param id        the same at every start; a panel keeps its settings by it
    /// @param activated when the icon is clicked
    Item(String id, String title, Runnable activated, ItemView view) {
        this.id = id;
        this.title = title;
        this.activated = activated;
        this.view = view;
    }

    ItemView view() {
        return view;
    }

    void show(ItemView next) {
        view = next;
    }

    static String status(ItemView view) {
        return view.wantsAttention() ? "NeedsAttention" : "Active";
    }

    @Override
    public void Activate(int x, int y) {
        Clicks.run(activated);
    }

    @Override
    public void SecondaryActivate(int x, int y) {
        Clicks.run(activated);
    }

    /// Asked for by panels that cannot show the menu themselves: the window has all that the menu
    /// has.
    @Override
    public void ContextMenu(int x, int y) {
        Clicks.run(activated);
    }

    @Override
    public void Scroll(int delta, String orientation) {
        // nothing is scrolled here
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so is the library's interface
    public <A> A Get(String of, String name) {
        return (A) PropertyTable.get(properties(), name);
    }

    @Override
    public <A> void Set(String of, String name, A value) {
        throw PropertyTable.readOnly(name);
    }

    @Override
    public Map<String, Variant<?>> GetAll(String of) {
        return properties();
    }

    private Map<String, Variant<?>> properties() {
        ItemView now = view;
        Variant<?> icon = new Variant<>(now.icon(), "a(iiay)");
        return Map.of(
                "Category",
                new Variant<>("ApplicationStatus"),
                "Id",
                new Variant<>(id),
                "Title",
                new Variant<>(title),
                "Status",
                new Variant<>(status(now)),
                "IconName",
                new Variant<>(""),
                "IconPixmap",
                icon,
                "AttentionIconPixmap",
                icon,
                "ToolTip",
                new Variant<>(new ToolTip(now.tipTitle(), now.tipText()), ToolTip.SIGNATURE),
                "ItemIsMenu",
                new Variant<>(false),
                "Menu",
                new Variant<>(new DBusPath(Menu.PATH)));
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }
}
