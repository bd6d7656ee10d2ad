package dev.lakegate.os.secretservice;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The calls of the Secret Service API that Lakegate uses, on one connection, to one process.
final class SecretService implements AutoCloseable {
    private static final String NAME = "org.freedesktop.secrets";
    private static final String PATH = "/org/freedesktop/secrets";
    private static final String SERVICE = "org.freedesktop.Secret.Service";
    private static final String COLLECTION = "org.freedesktop.Secret.Collection";
    private static final String ITEM = "org.freedesktop.Secret.Item";
    private static final String DEFAULT = "default";
    private static final String NONE = "/";

    private final SessionBus bus;
    private final String owner;
    private final SecretSession session;
    private final Limits limits;

    private SecretService(SessionBus bus, String owner, SecretSession session, Limits limits) {
        this.bus = bus;
        this.owner = owner;
        this.session = session;
        this.limits = limits;
    }

    /// Starts the service when it can be started. Throws [KeyStoreAbsent] when there is none.
    static SecretService open(Path socket, Limits limits) throws BusFailure, ProblemException {
        SessionBus bus;
        try {
            bus = SessionBus.connect(socket, limits.call());
        } catch (IOException failure) {
            throw new ProblemException(
                    new KeyStoreAbsent(
                            "the D-Bus session at " + socket + " cannot be reached (" + failure.getMessage() + ")"),
                    failure);
        }
        try {
            String owner = owner(bus);
            return new SecretService(bus, owner, SecretSession.open(bus, owner, PATH), limits);
        } catch (BusFailure | ProblemException | RuntimeException failure) {
            bus.close();
            throw failure;
        }
    }

    /// The unique name of the process that offers the service: calls to it never reach, or start, another one midway.
    private static String owner(SessionBus bus) throws BusFailure, ProblemException {
        if (bus.callBus("NameHasOwner", "s", NAME)[0].equals(false)) {
            start(bus);
        }
        return (String) bus.callBus("GetNameOwner", "s", NAME)[0];
    }

    private static void start(SessionBus bus) throws BusFailure, ProblemException {
        if (!((List<?>) bus.callBus("ListActivatableNames", "")[0]).contains(NAME)) {
            throw new ProblemException(new KeyStoreAbsent(
                    "no program on this D-Bus session offers the Secret Service, as GNOME Keyring and KWallet do"));
        }
        try {
            bus.callBus("StartServiceByName", "su", NAME, new UInt32(0));
        } catch (BusFailure.Refused refused) {
            throw new ProblemException(
                    new KeyStoreAbsent(
                            "the Secret Service of this D-Bus session could not be started; " + refused.reason()),
                    refused);
        }
    }

    /// The unlocked items with these attributes; the person is asked to unlock what may hold one.
    List<String> items(Map<String, String> attributes) throws BusFailure {
        Object[] unlockedAndLocked = search(attributes);
        List<String> unlocked = paths(unlockedAndLocked[0]);
        List<String> locked = paths(unlockedAndLocked[1]);
        if (!unlocked.isEmpty()) {
            return unlocked;
        }
        if (!locked.isEmpty()) {
            unlock(locked);
            return locked;
        }
        // KWallet sees no items in what is locked
        Optional<String> collection = defaultCollection();
        if (collection.isEmpty()) {
            return List.of();
        }
        unlock(List.of(collection.get()));
        return paths(search(attributes)[0]);
    }

    private Object[] search(Map<String, String> attributes) throws BusFailure {
        return call(PATH, SERVICE + ".SearchItems", "a{ss}", attributes);
    }

    private void unlock(List<String> paths) throws BusFailure {
        List<DBusPath> objects = paths.stream().map(DBusPath::new).toList();
        Object[] unlockedAndPrompt = call(PATH, SERVICE + ".Unlock", "ao", objects);
        answer(unlockedAndPrompt[1]);
    }

    private Optional<String> defaultCollection() throws BusFailure {
        return path(call(PATH, SERVICE + ".ReadAlias", "s", DEFAULT)[0]);
    }

    /// Unlocked, and created if need be: the person is asked for its password then.
    String requireDefaultCollection() throws BusFailure {
        Optional<String> collection = defaultCollection();
        if (collection.isPresent()) {
            return collection.get();
        }
        Map<String, Variant<?>> properties = Map.of(COLLECTION + ".Label", new Variant<>("Default"));
        Object[] collectionAndPrompt = call(PATH, SERVICE + ".CreateCollection", "a{sv}s", properties, DEFAULT);
        return created(collectionAndPrompt);
    }

    void createItem(String collection, Map<String, String> attributes, String label, byte[] value) throws BusFailure {
        Map<String, Variant<?>> properties =
                Map.of(ITEM + ".Label", new Variant<>(label), ITEM + ".Attributes", new Variant<>(attributes, "a{ss}"));
        Object[] itemAndPrompt =
                call(collection, COLLECTION + ".CreateItem", "a{sv}(oayays)b", properties, session.seal(value), true);
        created(itemAndPrompt);
    }

    byte[] secret(String item) throws BusFailure {
        Object[] secret = (Object[]) call(item, ITEM + ".GetSecret", "o", session.path())[0];
        return session.open(secret);
    }

    void setSecret(String item, byte[] value) throws BusFailure {
        call(item, ITEM + ".SetSecret", "(oayays)", (Object) session.seal(value));
    }

    void delete(String item) throws BusFailure {
        answer(call(item, ITEM + ".Delete", "")[0]);
    }

    private String created(Object[] objectAndPrompt) throws BusFailure {
        Optional<String> object = path(objectAndPrompt[0]);
        if (object.isPresent()) {
            return object.get();
        }
        return answer(objectAndPrompt[1])
                .flatMap(SecretService::path)
                .orElseThrow(() -> new BusFailure.Refused("nothing", "it created nothing and did not say why"));
    }

    private Optional<Object> answer(Object prompt) throws BusFailure {
        Optional<String> path = path(prompt);
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Prompt(bus, owner, path.get()).answer(limits.prompt()));
    }

    private Object[] call(String path, String method, String signature, Object... arguments) throws BusFailure {
        return bus.call(owner, path, method, signature, arguments);
    }

    private static Optional<String> path(Object path) {
        return Optional.of(path.toString()).filter(text -> !text.equals(NONE));
    }

    private static List<String> paths(Object array) {
        return ((List<?>) array).stream().map(Object::toString).toList();
    }

    @Override
    public void close() {
        bus.close();
    }
}
