package dev.lakegate.os.statusnotifier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The menu as it is now, each entry with an id that never stands for anything else: whoever clicks
/// what they saw a moment ago gets that, or nothing.
///
/// @param revision grows whenever ids come, go or move
/// @param lastId   that was given
/// @param byId     the same nodes
record MenuTree(long revision, Node root, int lastId, Map<Integer, Node> byId) {
    static final int ROOT = 0;

    /// One entry and those below it.
    record Node(int id, MenuEntry entry, List<Node> children) {
        boolean hasShapeOf(Node other) {
            if (id != other.id || children.size() != other.children.size()) {
                return false;
            }
            for (int index = 0; index < children.size(); index++) {
                if (!children.get(index).hasShapeOf(other.children.get(index))) {
                    return false;
                }
            }
            return true;
        }
    }

    static MenuTree of(List<MenuEntry> entries) {
        Node none = new Node(ROOT, MenuEntry.submenu("", List.of()), List.of());
        return new MenuTree(0, none, ROOT, Map.of(ROOT, none)).with(entries);
    }

    /// The menu with these entries from now on.
    MenuTree with(List<MenuEntry> entries) {
        Numbering numbering = new Numbering(lastId);
        Node next = numbering.node(ROOT, MenuEntry.submenu("", entries), root.children());
        return new MenuTree(
                next.hasShapeOf(root) ? revision : revision + 1, next, numbering.last, Map.copyOf(numbering.nodes));
    }

    private static final class Numbering {
        private final Map<Integer, Node> nodes = new HashMap<>();
        private int last;

        Numbering(int last) {
            this.last = last;
        }

        Node node(int id, MenuEntry entry, List<Node> childrenBefore) {
            List<Node> children = new ArrayList<>();
            for (MenuEntry child : entry.children()) {
                int index = children.size();
                Node before = index < childrenBefore.size() ? childrenBefore.get(index) : null;
                children.add(
                        before != null && child.standsFor(before.entry())
                                ? node(before.id(), child, before.children())
                                : node(++last, child, List.of()));
            }
            Node node = new Node(id, entry, List.copyOf(children));
            nodes.put(id, node);
            return node;
        }
    }
}
