package dev.lakegate.os.secretservice;

import org.freedesktop.dbus.DBusPath;

/// The algorithm `plain`: none.
record PlainSession(DBusPath path) implements SecretSession {
    private static final byte[] NO_PARAMETERS = {};

    @Override
    public Object[] seal(byte[] value) {
        return new Object[] {path, NO_PARAMETERS, value, CONTENT_TYPE};
    }

    @Override
    public byte[] open(Object[] secret) {
        return SecretSession.bytes(secret[2]);
    }
}
