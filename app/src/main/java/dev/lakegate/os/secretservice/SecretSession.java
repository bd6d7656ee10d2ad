package dev.lakegate.os.secretservice;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.SessionBus;
import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/// How values travel between Lakegate and the service. The API's struct for one is: session, parameters, value, content
/// type.
sealed interface SecretSession permits EncryptedSession, PlainSession {
    String CONTENT_TYPE = "application/octet-stream";

    /// Encrypted, or in the clear with a service that refuses to encrypt, as KWallet does by `InvalidArgs` where QCA
    /// lacks its OpenSSL plugin. Such a value is seen by whoever may watch this user's bus, who could ask the
    /// service for it as well.
    static SecretSession open(SessionBus bus, String service, String path) throws BusFailure {
        try {
            return EncryptedSession.negotiate(bus, service, path);
        } catch (BusFailure.Refused refused) {
            return new PlainSession((DBusPath) openSession(bus, service, path, "plain", new Variant<>(""))[1]);
        }
    }

    /// What the service puts against our input, and the session.
    static Object[] openSession(SessionBus bus, String service, String path, String algorithm, Variant<?> input)
            throws BusFailure {
        return bus.call(service, path, "org.freedesktop.Secret.Service.OpenSession", "sv", algorithm, input);
    }

    /// An array of bytes within a struct or a variant, which dbus-java gives as a list.
    static byte[] bytes(Object list) {
        List<?> values = (List<?>) list;
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (Byte) values.get(i);
        }
        return bytes;
    }

    DBusPath path();

    Object[] seal(byte[] value);

    /// Throws [BusFailure.Lost] when it cannot be opened: in another session it may.
    byte[] open(Object[] secret) throws BusFailure;
}
