package dev.lakegate.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.AbstractConnection;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.Variant;

/// The person whom gnome-keyring asks for a password, with their answers given beforehand; where none is left, they
/// look at the prompt and do nothing.
///
/// In the place of gcr-prompter, which needs a display and someone to type: this one speaks gcr's protocol to the real
/// daemon, which unlocks or creates its collection with the password that it is told.
public final class PersonAtThePrompt implements AutoCloseable, GcrPrompter {
    private static final String NAME = "org.gnome.keyring.SystemPrompter";
    private static final String PATH = "/org/gnome/keyring/Prompter";
    private static final String CALLBACK = "org.gnome.keyring.internal.Prompter.Callback";

    private final DBusConnection connection;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, SecretExchange> exchanges = new ConcurrentHashMap<>();

    private sealed interface Answer {
        record Types(String password) implements Answer {}

        record Dismisses() implements Answer {}
    }

    PersonAtThePrompt(String address) {
        try {
            connection =
                    DBusConnectionBuilder.forAddress(address).withShared(false).build();
            connection.requestBusName(NAME);
            connection.exportObject(PATH, this);
        } catch (DBusException failure) {
            throw new IllegalStateException("no prompter", failure);
        }
    }

    public PersonAtThePrompt types(String password) {
        answers.add(new Answer.Types(password));
        return this;
    }

    public PersonAtThePrompt dismisses() {
        answers.add(new Answer.Dismisses());
        return this;
    }

    /// What they were asked so far, each as the prompt's message.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void BeginPrompting(DBusPath callback) {
        SecretExchange exchange = new SecretExchange();
        exchanges.put(callback.getPath(), exchange);
        ready(callback, "", exchange.publicKey());
    }

    @Override
    public void PerformPrompt(DBusPath callback, String type, Map<String, Variant<?>> properties, String theirs) {
        asked.add(String.valueOf(properties.get("message").getValue()));
        SecretExchange exchange = exchanges.get(callback.getPath());
        switch (answers.poll()) {
            case Answer.Types typed -> ready(callback, "yes", exchange.send(typed.password(), theirs));
            case Answer.Dismisses _ -> ready(callback, "no", exchange.send("", theirs));
            case null -> {}
        }
    }

    @Override
    public void StopPrompting(DBusPath callback) {
        exchanges.remove(callback.getPath());
        call(callback, "PromptDone", null);
    }

    private void ready(DBusPath callback, String reply, String exchange) {
        Map<String, Variant<?>> noProperties = Map.of();
        call(callback, "PromptReady", "sa{sv}s", reply, noProperties, exchange);
    }

    /// Without waiting for the answer: gnome-keyring still waits for ours.
    private void call(DBusPath callback, String member, String signature, Object... arguments) {
        try {
            connection.sendMessage(connection
                    .getMessageFactory()
                    .createMethodCall(
                            AbstractConnection.getCallInfo().getSource(),
                            callback.getPath(),
                            CALLBACK,
                            member,
                            (byte) 0,
                            signature,
                            arguments));
        } catch (DBusException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
