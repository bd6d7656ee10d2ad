package dev.lakegate.os.secretservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.os.dbus.BusFailure;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.freedesktop.dbus.DBusPath;
import org.junit.jupiter.api.Test;

class EncryptedSessionTest {
    private static final byte[] VALUE = "the value".getBytes(UTF_8);

    private final EncryptedSession session =
            new EncryptedSession(new DBusPath("/session"), new SecretKeySpec(new byte[16], "AES"));

    @Test
    void the_same_value_never_travels_twice_in_the_same_form() {
        Object[] first = session.seal(VALUE);
        Object[] second = session.seal(VALUE);

        assertThat((byte[]) first[1]).isNotEqualTo(second[1]);
        assertThat((byte[]) first[2]).isNotEqualTo(second[2]).isNotEqualTo(VALUE);
    }

    @Test
    void what_cannot_be_decrypted_ends_the_session() throws BusFailure {
        Object[] received = asReceived(session.seal(VALUE));

        assertThat(session.open(received)).isEqualTo(VALUE);
        received[2] = list(new byte[15]);
        assertThatExceptionOfType(BusFailure.Lost.class).isThrownBy(() -> session.open(received));
    }

    private static Object[] asReceived(Object[] sent) {
        return new Object[] {sent[0], list((byte[]) sent[1]), list((byte[]) sent[2]), sent[3]};
    }

    /// dbus-java gives an array within a struct as a list.
    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }
}
