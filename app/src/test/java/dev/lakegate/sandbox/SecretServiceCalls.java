package dev.lakegate.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// What a test asks of the Secret Service beside the program that it tests.
final class SecretServiceCalls implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final String SERVICE = "org.freedesktop.secrets";

    private final DBusConnection connection;

    SecretServiceCalls(String address) {
        try {
            connection =
                    DBusConnectionBuilder.forAddress(address).withShared(false).build();
        } catch (DBusException failure) {
            throw new IllegalStateException(failure);
        }
    }

    boolean isServed() {
        return (Boolean) call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", "s", SERVICE);
    }

    void readServicesAgain() {
        call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ReloadConfig", null);
    }

    /// The process that keeps the secrets.
    ProcessHandle process() {
        UInt32 pid = (UInt32) call(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.GetConnectionUnixProcessID",
                "s",
                SERVICE);
        return ProcessHandle.of(pid.longValue()).orElseThrow();
    }

    Optional<String> defaultCollection() {
        Object path =
                call(SERVICE, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.ReadAlias", "s", "default");
        return Optional.of(path.toString()).filter(collection -> !collection.equals("/"));
    }

    List<String> items() {
        Object unlocked = call(
                SERVICE, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.SearchItems", "a{ss}", Map.of());
        return ((List<?>) unlocked).stream().map(Object::toString).sorted().toList();
    }

    void lock(String collection) {
        call(
                SERVICE,
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
                "ao",
                List.of(new DBusPath(collection)));
    }

    boolean isLocked(String collection) {
        Object locked = call(
                SERVICE,
                collection,
                "org.freedesktop.DBus.Properties.Get",
                "ss",
                "org.freedesktop.Secret.Collection",
                "Locked");
        return (Boolean) ((Variant<?>) locked).getValue();
    }

    /// The first value of the answer.
    private Object call(String name, String path, String method, String signature, Object... arguments) {
        int dot = method.lastIndexOf('.');
        try {
            MethodCall call = connection
                    .getMessageFactory()
                    .createMethodCall(
                            name,
                            path,
                            method.substring(0, dot),
                            method.substring(dot + 1),
                            (byte) 0,
                            signature,
                            arguments);
            connection.sendMessage(call);
            Message reply = call.getReply(PATIENCE_MILLIS);
            if (reply == null || reply instanceof Error) {
                throw new IllegalStateException(method + ": " + reply);
            }
            Object[] values = reply.getParameters();
            return values.length == 0 ? "" : values[0];
        } catch (DBusException failure) {
            throw new IllegalStateException(method, failure);
        }
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
