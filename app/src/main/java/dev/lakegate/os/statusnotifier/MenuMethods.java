package dev.lakegate.os.statusnotifier;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// How a panel reads the menu and tells what was clicked: `com.canonical.dbusmenu`, version 3.
@DBusInterfaceName(Menu.INTERFACE)
public interface MenuMethods extends DBusInterface {

    /// The entries below one, and its revision.
    ///
    /// @param depth how many levels below the parent; -1 for all
    /// @param names of the properties that are wanted; none for all
    LayoutAnswer<UInt32, ItemLayout> GetLayout(int parent, int depth, List<String> names);

    /// What these entries have.
    ///
    /// @param ids none for all
    List<ItemProperties> GetGroupProperties(List<Integer> ids, List<String> names);

    Variant<?> GetProperty(int id, String name);

    /// Something was done with an entry.
    ///
    /// @param event `clicked`, `opened`, `closed` or `hovered`
    void Event(int id, String event, Variant<?> data, UInt32 timestamp);

    /// Returns the ids that there are not.
    List<Integer> EventGroup(List<MenuEvent> events);

    /// Whether the panel has to read the item's children again before it shows them.
    boolean AboutToShow(int id);

    AboutAnswer<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids);

    /// `(ia{sv}av)`, in the last of which stand as many of the same.
    final class ItemLayout extends Struct {
        static final String SIGNATURE = "(ia{sv}av)";

        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        @Position(2)
        public final List<Variant<?>> children;

        ItemLayout(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
            this.id = id;
            this.properties = properties;
            this.children = children;
        }
    }

    /// `(ia{sv})`
    final class ItemProperties extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        ItemProperties(int id, Map<String, Variant<?>> properties) {
            this.id = id;
            this.properties = properties;
        }
    }

    /// `(ias)`: the properties that have their defaults again.
    final class RemovedProperties extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final List<String> names;

        RemovedProperties(int id, List<String> names) {
            this.id = id;
            this.names = names;
        }
    }

    /// `(isvu)`
    final class MenuEvent extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final String event;

        @Position(2)
        public final Variant<?> data;

        @Position(3)
        public final UInt32 timestamp;

        public MenuEvent(int id, String event, Variant<?> data, UInt32 timestamp) {
            this.id = id;
            this.event = event;
            this.data = data;
            this.timestamp = timestamp;
        }
    }

    /// Two values; dbus-java takes their types from the method.
    ///
    /// @param <A> of the revision
    /// @param <B> of the layout
    final class LayoutAnswer<A, B> extends Tuple {
        @Position(0)
        public final A revision;

        @Position(1)
        public final B layout;

        LayoutAnswer(A revision, B layout) {
            this.revision = revision;
            this.layout = layout;
        }
    }

    /// Likewise.
    ///
    /// @param <A> of the ids that are to be read again
    /// @param <B> of the ids that there are not
    final class AboutAnswer<A, B> extends Tuple {
        @Position(0)
        public final A changed;

        @Position(1)
        public final B unknown;

        AboutAnswer(A changed, B unknown) {
            this.changed = changed;
            this.unknown = unknown;
        }
    }
}
