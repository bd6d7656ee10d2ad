package dev.lakegate.os.dbus;

import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.freedesktop.dbus.connections.BusAddress;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.exceptions.NotConnected;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.constants.MessageTypes;

/// A connection to the D-Bus session. No call on it waits longer than its limit.
public final class SessionBus implements AutoCloseable {
    /// Below WARNING, dbus-java prints messages with their bytes. Held here, since a logger's level
    /// lives as long as it.
    private static final Logger LIBRARY = Logger.getLogger("org.freedesktop.dbus");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private static final String BUS = "org.freedesktop.DBus";
    private static final String BUS_PATH = "/org/freedesktop/DBus";
    private static final byte NO_FLAGS = 0;

    private final DBusConnection connection;
    private final Duration limit;
    private final CompletableFuture<Object[]> ended;

    private SessionBus(DBusConnection connection, Duration limit, CompletableFuture<Object[]> ended) {
        this.connection = connection;
        this.limit = limit;
        this.ended = ended;
    }

    /// Throws [IOException] when nobody listens there or the bus does not want us.
    public static SessionBus connect(Path socket, Duration limit) throws IOException, BusFailure {
        CompletableFuture<Object[]> ended = new CompletableFuture<>();
        // of() knows no escapes, such as that of a comma
        BusAddress address = BusAddress.of("unix:path=/").addParameter("path", socket.toString());
        FutureTask<DBusConnection> connecting = new FutureTask<>(() -> DBusConnectionBuilder.forAddress(address)
                .withShared(false)
                // calls of others come to us one after the other
                .receivingThreadConfig()
                .withMethodCallThreadCount(1)
                .connectionConfig()
                .withDisconnectCallback(new IDisconnectCallback() {
                    @Override
                    public void disconnectOnError(IOException failure) {
                        ended.completeExceptionally(new BusFailure.Lost("the D-Bus session ended"));
                    }
                })
                .transportConfig()
                // dbus-java's measure for how often it tries: once
                .withTimeout(1)
                .back()
                .build());
        // on a thread of its own, since a bus that accepts and says nothing is waited for without a limit
        Thread.ofVirtual().start(connecting);
        try {
            return new SessionBus(connecting.get(limit.toMillis(), TimeUnit.MILLISECONDS), limit, ended);
        } catch (ExecutionException failure) {
            throw new IOException(reasonOf(failure), failure);
        } catch (TimeoutException late) {
            connecting.cancel(true);
            throw new BusFailure.Unanswered(limit);
        } catch (InterruptedException interrupted) {
            connecting.cancel(true);
            throw interrupted();
        }
    }

    /// Calls a method of the bus itself.
    public Object[] callBus(String member, String signature, Object... arguments) throws BusFailure {
        return call(BUS, BUS_PATH, BUS + "." + member, signature, arguments);
    }

    /// Calls a method and returns what it answers.
    ///
    /// @param name   the service's; a unique one reaches this very process or nobody
    /// @param method with its interface's name before it
    public Object[] call(String name, String path, String method, String signature, Object... arguments)
            throws BusFailure {
        int dot = method.lastIndexOf('.');
        try {
            MethodCall call = connection
                    .getMessageFactory()
                    .createMethodCall(
                            name,
                            path,
                            method.substring(0, dot),
                            method.substring(dot + 1),
                            NO_FLAGS,
                            signature.isEmpty() ? null : signature,
                            arguments);
            connection.sendMessage(call);
            return valuesOf(answerTo(call));
        } catch (NotConnected | RejectedExecutionException closed) {
            throw new BusFailure.Lost("the D-Bus session ended");
        } catch (DBusException malformed) {
            throw new BusFailure.Refused(malformed.getClass().getName(), reasonOf(malformed));
        }
    }

    private Message answerTo(MethodCall call) throws BusFailure {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            Message answer = call.getReply(left);
            if (answer != null) {
                return answer;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
        }
        throw new BusFailure.Unanswered(limit);
    }

    private static Object[] valuesOf(Message answer) throws BusFailure, DBusException {
        Object[] values = answer.getParameters();
        if (answer instanceof Error error) {
            String message = values == null || values.length == 0 ? "" : String.valueOf(values[0]);
            throw isLoss(error.getName())
                    ? new BusFailure.Lost(message.replaceFirst("\\.$", ""))
                    : new BusFailure.Refused(error.getName(), message);
        }
        return values == null ? new Object[0] : values;
    }

    /// Told by the bus, or by dbus-java under the name of its exception.
    private static boolean isLoss(String error) {
        return switch (error) {
            case "org.freedesktop.DBus.Error.NoReply",
                    "org.freedesktop.DBus.Error.Disconnected",
                    "org.freedesktop.DBus.Error.ServiceUnknown",
                    "org.freedesktop.DBus.Error.NameHasNoOwner" -> true;
            default -> error.startsWith("java.") || error.startsWith("org.freedesktop.dbus.");
        };
    }

    /// Tells the next of these signals, as its values, or that its sender has left the bus.
    ///
    /// @param sender its unique name
    /// @param signal with its interface's name before it
    public CompletableFuture<Object[]> next(String sender, String path, String signal) throws BusFailure {
        int dot = signal.lastIndexOf('.');
        CompletableFuture<Object[]> next = new CompletableFuture<>();
        listen(
                DBusMatchRuleBuilder.create()
                        .withType(MessageTypes.SIGNAL)
                        .withSender(sender)
                        .withPath(path)
                        .withInterface(signal.substring(0, dot))
                        .withMember(signal.substring(dot + 1))
                        .build(),
                next::complete);
        onOwner(sender, _ -> next.completeExceptionally(new BusFailure.Lost("it left the D-Bus session")));
        var _ = ended.whenComplete((_, failure) -> next.completeExceptionally(failure));
        return next;
    }

    /// Tells each of these signals, whoever sends it, as its values; on a thread of the connection,
    /// which must not be kept waiting.
    ///
    /// @param signal with its interface's name before it
    public void onSignal(String path, String signal, Consumer<Object[]> heard) throws BusFailure {
        int dot = signal.lastIndexOf('.');
        listen(
                DBusMatchRuleBuilder.create()
                        .withType(MessageTypes.SIGNAL)
                        .withPath(path)
                        .withInterface(signal.substring(0, dot))
                        .withMember(signal.substring(dot + 1))
                        .build(),
                heard::accept);
    }

    /// Tells who owns the name from now on, by its unique name, empty when nobody does; likewise.
    public void onOwner(String name, Consumer<String> owner) throws BusFailure {
        listen(
                DBusMatchRuleBuilder.create()
                        .withType(MessageTypes.SIGNAL)
                        .withSender(BUS)
                        .withInterface(BUS)
                        .withMember("NameOwnerChanged")
                        .withArg0123(0, name)
                        .build(),
                values -> owner.accept((String) values[2]));
    }

    /// Has this name belong to this connection, and others call the object at this path.
    public void serve(String name, Map<String, DBusInterface> objects) throws BusFailure {
        try {
            for (Map.Entry<String, DBusInterface> object : objects.entrySet()) {
                connection.exportObject(object.getKey(), object.getValue());
            }
            connection.requestBusName(name);
        } catch (DBusException | DBusExecutionException failure) {
            throw new BusFailure.Lost(reasonOf(failure));
        }
    }

    /// Sends a signal of an object of ours to whoever listens.
    ///
    /// @param signal with its interface's name before it
    public void emit(String path, String signal, String signature, Object... values) throws BusFailure {
        int dot = signal.lastIndexOf('.');
        try {
            connection.sendMessage(connection
                    .getMessageFactory()
                    .createSignal(
                            connection.getUniqueName(),
                            path,
                            signal.substring(0, dot),
                            signal.substring(dot + 1),
                            signature.isEmpty() ? null : signature,
                            values));
        } catch (NotConnected | RejectedExecutionException closed) {
            throw new BusFailure.Lost("the D-Bus session ended");
        } catch (DBusException malformed) {
            throw new BusFailure.Refused(malformed.getClass().getName(), reasonOf(malformed));
        }
    }

    private void listen(DBusMatchRule rule, SignalValues receiver) throws BusFailure {
        try {
            connection.addGenericSigHandler(rule, signal -> {
                try {
                    receiver.accept(signal.getParameters());
                } catch (DBusException malformed) {
                    ended.completeExceptionally(
                            new BusFailure.Refused(malformed.getClass().getName(), reasonOf(malformed)));
                }
            });
        } catch (DBusException | DBusExecutionException failure) {
            throw new BusFailure.Lost(reasonOf(failure));
        }
    }

    @FunctionalInterface
    private interface SignalValues {
        void accept(Object[] values);
    }

    private static BusFailure interrupted() {
        Thread.currentThread().interrupt();
        return new BusFailure.Lost("Lakegate was told to stop waiting");
    }

    private static String reasonOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Reason.of(root);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
