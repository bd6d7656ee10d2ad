package dev.lakegate.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.constants.MessageTypes;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The panel of a desktop as far as D-Bus sees it: takes icons, and reads and clicks what they
/// have. No part of it uses the program's own classes.
public final class Panel implements AutoCloseable {
    public static final String ITEM = "org.kde.StatusNotifierItem";
    public static final String MENU = "com.canonical.dbusmenu";
    private static final String WATCHER = "org.kde.StatusNotifierWatcher";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DBusConnection connection;
    private final BlockingQueue<String> registered = new LinkedBlockingQueue<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private String item = "";

    /// Takes icons from now on.
    public Panel(DBusSession session) throws DBusException {
        connection = DBusConnectionBuilder.forAddress(session.address())
                .withShared(false)
                .build();
        for (String source : List.of(ITEM, MENU)) {
            connection.addGenericSigHandler(
                    DBusMatchRuleBuilder.create()
                            .withType(MessageTypes.SIGNAL)
                            .withInterface(source)
                            .build(),
                    this::hear);
        }
        connection.exportObject("/StatusNotifierWatcher", new Watcher());
        connection.requestBusName(WATCHER);
    }

    private final class Watcher implements WatcherMethods {
        @Override
        public void RegisterStatusNotifierItem(String service) {
            registered.add(service);
        }

        @Override
        public String getObjectPath() {
            return "/StatusNotifierWatcher";
        }
    }

    private void hear(DBusSignal signal) {
        try {
            Object[] values = signal.getParameters();
            told.add(signal.getName() + (values == null || values.length == 0 ? "" : plain(values)));
        } catch (DBusException malformed) {
            told.add(malformed.toString());
        }
    }

    /// Waits for a program that shows its icon, and looks at that from now on.
    public String awaitIcon() throws InterruptedException {
        String next = registered.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no icon came");
        }
        item = next;
        return next;
    }

    /// The signals of icon and menu since it was last asked, each with its values.
    public List<String> toldSince() {
        // signals are heard one after the other: what the icon has sent before it answers, then our own
        var _ = property(ITEM, "Status");
        try {
            connection.sendMessage(
                    connection.getMessageFactory().createSignal(connection.getUniqueName(), "/", ITEM, "Heard", null));
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
        Awaitility.await("the panel's own signal")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> told.contains("Heard"));
        List<String> all =
                told.stream().filter(signal -> !signal.equals("Heard")).toList();
        told.clear();
        return all;
    }

    /// The value of the icon's or the menu's property.
    public Object property(String of, String name) {
        try {
            Object value = call(of, "org.freedesktop.DBus.Properties.Get", "ss", of, name)
                    .getParameters()[0];
            return value instanceof Variant<?> variant ? variant.getValue() : value;
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
    }

    /// The types in the answer to `Get`, as they are on the wire, the variant's too.
    public String signatureOf(String of, String name) {
        try {
            Message answer = call(of, "org.freedesktop.DBus.Properties.Get", "ss", of, name);
            Object value = answer.getParameters()[0];
            return answer.getSig() + " " + (value instanceof Variant<?> variant ? variant.getSig() : "-");
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Clicks on the icon itself.
    public void clickIcon() {
        var _ = call(ITEM, ITEM + ".Activate", "ii", 1, 1);
    }

    /// The menu as it is read whole: its revision, then each entry by its id, with its properties
    /// and those below it.
    public String menu() {
        try {
            Object[] answer =
                    call(MENU, MENU + ".GetLayout", "iias", 0, -1, List.of()).getParameters();
            StringBuilder lines = new StringBuilder("revision " + answer[0] + "\n");
            append(lines, answer[1], "");
            return lines.toString();
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void append(StringBuilder lines, Object entry, String indent) {
        Object[] node = (Object[]) (entry instanceof Variant<?> variant ? variant.getValue() : entry);
        lines.append(indent).append(node[0]).append(' ').append(plain(node[1])).append('\n');
        for (Object child : (Collection<?>) node[2]) {
            append(lines, child, indent + "  ");
        }
    }

    /// The id of the menu's entry with that label.
    public int idOf(String label) {
        return menu().lines()
                .filter(line -> line.contains("label=" + label + ",") || line.contains("label=" + label + "}"))
                .map(line -> Integer.parseInt(line.strip().split(" ", 2)[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("'" + label + "' is not in the menu:\n" + menu()));
    }

    /// Clicks on an entry of the menu. Whether there is one of that id.
    public boolean click(int id) {
        return !(send(MENU, MENU + ".Event", "isvu", id, "clicked", new Variant<>(0), new UInt32(0)) instanceof Error);
    }

    /// Clicks on the entry with that label.
    public void click(String label) {
        if (!click(idOf(label))) {
            throw new AssertionError("'" + label + "' has gone");
        }
    }

    private Message call(String of, String method, String signature, Object... values) {
        Message answer = send(of, method, signature, values);
        if (answer instanceof Error) {
            throw new AssertionError(answer.toString());
        }
        return answer;
    }

    private Message send(String of, String method, String signature, Object... values) {
        int dot = method.lastIndexOf('.');
        String path = of.equals(ITEM) ? "/StatusNotifierItem" : "/MenuBar";
        try {
            var call = connection
                    .getMessageFactory()
                    .createMethodCall(
                            item,
                            path,
                            method.substring(0, dot),
                            method.substring(dot + 1),
                            (byte) 0,
                            signature,
                            values);
            connection.sendMessage(call);
            Message answer = call.getReply(PATIENCE.toMillis());
            if (answer == null) {
                throw new AssertionError(method + " was not answered");
            }
            return answer;
        } catch (DBusException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String plain(Object value) {
        return switch (value) {
            case null -> "";
            case Variant<?> variant -> plain(variant.getValue());
            case Object[] values ->
                Arrays.stream(values).map(Panel::plain).toList().toString();
            case Collection<?> values ->
                values.stream().map(Panel::plain).toList().toString();
            case Map<?, ?> values -> {
                Map<String, String> sorted = new TreeMap<>();
                values.forEach((name, of) -> sorted.put(String.valueOf(name), plain(of)));
                yield sorted.toString();
            }
            default -> String.valueOf(value);
        };
    }

    /// The panel ends, and its icons are nowhere.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
