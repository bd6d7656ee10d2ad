package dev.lakegate.os.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the D-Bus session of a login is looked for.
class SessionAddressTest {
    private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";

    @TempDir
    Path folder;

    @Test
    void the_socket_of_the_login_is_the_session_when_no_address_is_set() throws NoSession, IOException {
        Path socket = Files.createFile(folder.resolve("bus"));

        assertThat(SessionAddress.socket(Map.of("XDG_RUNTIME_DIR", folder.toString())))
                .isEqualTo(socket);
    }

    @Test
    void an_addresss_escapes_and_alternatives_are_understood() throws NoSession {
        assertThat(SessionAddress.socket(Map.of(BUS, "tcp:host=127.0.0.1,port=1;unix:guid=ab,path=/tmp/a%2cb%20c+d")))
                .hasToString("/tmp/a,b c+d");
    }
}
