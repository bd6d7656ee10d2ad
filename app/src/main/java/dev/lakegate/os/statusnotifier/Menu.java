package dev.lakegate.os.statusnotifier;

import dev.lakegate.os.statusnotifier.MenuTree.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The icon's menu, `com.canonical.dbusmenu`.
final class Menu implements MenuMethods, Properties {
    static final String INTERFACE = "com.canonical.dbusmenu";
    static final String PATH = "/MenuBar";
    private static final String CLICKED = "clicked";
    private static final int VERSION = 3;

    private volatile MenuTree tree;

    Menu(List<MenuEntry> entries) {
        tree = MenuTree.of(entries);
    }

    /// What a panel has to be told.
    ///
    /// @param moved whether entries have come, gone or moved
    record News(long revision, boolean moved, List<ItemProperties> changed, List<RemovedProperties> removed) {}

    /// Has these entries from now on.
    News show(List<MenuEntry> entries) {
        MenuTree before = tree;
        MenuTree now = before.with(entries);
        tree = now;
        List<ItemProperties> changed = new ArrayList<>();
        List<RemovedProperties> removed = new ArrayList<>();
        for (Node node : new TreeMap<>(now.byId()).values()) {
            Node earlier = before.byId().get(node.id());
            if (earlier != null) {
                compare(earlier.entry().properties(), node, changed, removed);
            }
        }
        return new News(now.revision(), now.revision() != before.revision(), changed, removed);
    }

    private static void compare(
            Map<String, Object> before, Node node, List<ItemProperties> changed, List<RemovedProperties> removed) {
        Map<String, Variant<?>> different = new TreeMap<>();
        node.entry().properties().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                different.put(name, new Variant<>(value));
            }
        });
        if (!different.isEmpty()) {
            changed.add(new ItemProperties(node.id(), different));
        }
        Set<String> gone = new HashSet<>(before.keySet());
        gone.removeAll(node.entry().properties().keySet());
        if (!gone.isEmpty()) {
            removed.add(new RemovedProperties(node.id(), List.copyOf(gone)));
        }
    }

    @Override
    public LayoutAnswer<UInt32, ItemLayout> GetLayout(int parent, int depth, List<String> names) {
        MenuTree now = tree;
        return new LayoutAnswer<>(new UInt32(now.revision()), layout(node(now, parent), depth, names));
    }

    private static ItemLayout layout(Node node, int depth, List<String> names) {
        List<Variant<?>> children = new ArrayList<>();
        if (depth != 0) {
            for (Node child : node.children()) {
                children.add(new Variant<>(layout(child, depth - 1, names), ItemLayout.SIGNATURE));
            }
        }
        return new ItemLayout(node.id(), properties(node, names), children);
    }

    private static Map<String, Variant<?>> properties(Node node, List<String> names) {
        Map<String, Variant<?>> properties = new TreeMap<>();
        node.entry().properties().forEach((name, value) -> {
            if (names.isEmpty() || names.contains(name)) {
                properties.put(name, new Variant<>(value));
            }
        });
        return properties;
    }

    private static Node node(MenuTree tree, int id) {
        Node node = tree.byId().get(id);
        if (node == null) {
            throw new DBusExecutionException("there is no item " + id);
        }
        return node;
    }

    @Override
    public List<ItemProperties> GetGroupProperties(List<Integer> ids, List<String> names) {
        MenuTree now = tree;
        Collection<Integer> wanted = ids.isEmpty() ? now.byId().keySet() : ids;
        return wanted.stream()
                .filter(now.byId()::containsKey)
                .sorted()
                .map(id -> new ItemProperties(id, properties(node(now, id), names)))
                .toList();
    }

    @Override
    public Variant<?> GetProperty(int id, String name) {
        return PropertyTable.get(properties(node(tree, id), List.of()), name);
    }

    @Override
    public void Event(int id, String event, Variant<?> data, UInt32 timestamp) {
        if (event.equals(CLICKED)) {
            node(tree, id).entry().clicked().ifPresent(Clicks::run);
        }
    }

    @Override
    public List<Integer> EventGroup(List<MenuEvent> events) {
        MenuTree now = tree;
        List<Integer> unknown = new ArrayList<>();
        for (MenuEvent event : events) {
            if (now.byId().containsKey(event.id)) {
                Event(event.id, event.event, event.data, event.timestamp);
            } else {
                unknown.add(event.id);
            }
        }
        return unknown;
    }

    /// Never: it is told of every change.
    @Override
    public boolean AboutToShow(int id) {
        return false;
    }

    @Override
    public AboutAnswer<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids) {
        MenuTree now = tree;
        return new AboutAnswer<>(
                List.of(),
                ids.stream().filter(id -> !now.byId().containsKey(id)).toList());
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so is the library's interface
    public <A> A Get(String of, String name) {
        return (A) PropertyTable.get(GetAll(of), name);
    }

    @Override
    public <A> void Set(String of, String name, A value) {
        throw PropertyTable.readOnly(name);
    }

    @Override
    public Map<String, Variant<?>> GetAll(String of) {
        return Map.of(
                "Version",
                new Variant<>(new UInt32(VERSION)),
                "TextDirection",
                new Variant<>("ltr"),
                "Status",
                new Variant<>("normal"),
                "IconThemePath",
                new Variant<>(List.of(), "as"));
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }
}
