package dev.lakegate.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
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

    /// Of a new password, on gcr's scale; at 0 it asks whether to go without encryption. gcr wraps it twice.
    private static final int STRONG = 1;

    private final DBusConnection connection;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, SecretExchange> exchanges = new ConcurrentHashMap<>();

    private sealed interface Answer {
        record Types(String password) implements Answer {}

        record Dismisses() implements Answer {}
    }

    private record Asked(String caller, DBusPath callback, String exchange) {}

    PersonAtThePrompt(String address) {
        try {
            connection = DBusConnectionBuilder.forAddress(address)
                    .withShared(false)
                    .receivingThreadConfig()
                    // calls are handled one after another, each reply before the next
                    .withMethodCallThreadCount(1)
                    .connectionConfig()
                    .build();
            connection.requestBusName(NAME);
            connection.exportObject(PATH, this);
        } catch (DBusException failure) {
            throw new IllegalStateException("no prompter", failure);
        }
    }

    public PersonAtThePrompt types(String password) {
        return answer(new Answer.Types(password));
    }

    public PersonAtThePrompt dismisses() {
        return answer(new Answer.Dismisses());
    }

    private synchronized PersonAtThePrompt answer(Answer answer) {
        answers.add(answer);
        answerWhoWaits();
        return this;
    }

    private synchronized void answerWhoWaits() {
        while (!answers.isEmpty() && !waiting.isEmpty()) {
            Asked asked = waiting.remove();
            SecretExchange exchange = exchanges.get(asked.callback().getPath());
            switch (answers.remove()) {
                case Answer.Types(String password) ->
                    callBack(
                            asked.caller(),
                            asked.callback(),
                            "PromptReady",
                            "yes",
                            exchange.send(password, asked.exchange()));
                case Answer.Dismisses() ->
                    callBack(asked.caller(), asked.callback(), "PromptReady", "no", exchange.publicKey());
            }
        }
    }

    /// What they were asked so far, each as the prompt's message.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Returns when no prompt is open: the daemon takes one that is asked for before the last has gone for dismissed.
    public void awaitNoPrompt() {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(exchanges::isEmpty);
    }

    @Override
    public void BeginPrompting(DBusPath callback) {
        SecretExchange exchange = new SecretExchange();
        exchanges.put(callback.getPath(), exchange);
        callBack(caller(), callback, "PromptReady", "", exchange.publicKey());
    }

    @Override
    public synchronized void PerformPrompt(
            DBusPath callback, String type, Map<String, Variant<?>> properties, String exchange) {
        asked.add(String.valueOf(properties.get("message").getValue()));
        waiting.add(new Asked(caller(), callback, exchange));
        answerWhoWaits();
    }

    @Override
    public void StopPrompting(DBusPath callback) {
        callBack(caller(), callback, "PromptDone");
    }

    private static String caller() {
        return AbstractConnection.getCallInfo().getSource();
    }

    /// gcr wants its own call answered before it is called back, so this goes by way of a call to ourselves, which is
    /// handled after the one we are in.
    private void callBack(String caller, DBusPath callback, String member, String... values) {
        send(
                connection.getUniqueName(),
                PATH,
                "org.gnome.keyring.internal.Prompter",
                "CallBack",
                "sosas",
                caller,
                callback,
                member,
                values);
    }

    @Override
    public void CallBack(String caller, DBusPath callback, String member, List<String> values) {
        if (values.isEmpty()) {
            send(caller, callback.getPath(), CALLBACK, member, null);
            exchanges.remove(callback.getPath());
        } else {
            Map<String, Variant<?>> judgement = Map.of("password-strength", new Variant<>(new Variant<>(STRONG), "v"));
            send(caller, callback.getPath(), CALLBACK, member, "sa{sv}s", values.get(0), judgement, values.get(1));
        }
    }

    /// Without waiting for the answer.
    private void send(
            String name, String path, String interfaceName, String member, String signature, Object... values) {
        try {
            connection.sendMessage(connection
                    .getMessageFactory()
                    .createMethodCall(name, path, interfaceName, member, (byte) 0, signature, values));
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
