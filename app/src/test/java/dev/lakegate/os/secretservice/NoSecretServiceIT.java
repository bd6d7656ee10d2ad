package dev.lakegate.os.secretservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.KeyStoreProblem.KeyStoreAbsent;
import dev.lakegate.model.KeyStoreProblem.KeyStoreFailed;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.KeyRing;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A machine without a key store is told from one whose key store does not work, and the reason says what is missing.
@Timeout(60)
class NoSecretServiceIT {
    private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";

    @TempDir
    Path folder;

    @Test
    void a_login_without_a_session() {
        assertThat(reasonIn(Map.of()))
                .isEqualTo("there is no D-Bus session (DBUS_SESSION_BUS_ADDRESS is not set), as is usual in containers"
                        + " and scheduled jobs");
        assertThat(reasonIn(Map.of("SSH_CONNECTION", "1 2 3 4"))).contains("over ssh");
        assertThat(reasonIn(Map.of("WSL_DISTRO_NAME", "Ubuntu"))).contains("WSL", "/etc/wsl.conf");
        assertThat(reasonIn(Map.of(BUS, " ", "XDG_RUNTIME_DIR", folder.toString())))
                .contains("is not set");
    }

    @Test
    void a_session_at_an_address_of_another_kind() {
        assertThat(reasonIn(Map.of(BUS, "unix:abstract=/tmp/dbus-1;autolaunch:")))
                .isEqualTo("the D-Bus session's address unix:abstract=/tmp/dbus-1;autolaunch: is not the path of a Unix"
                        + " socket, the only kind that Lakegate can connect to");
    }

    @Test
    void a_session_that_is_over() {
        assertThat(reasonIn(Map.of(BUS, "unix:path=" + folder.resolve("bus"))))
                .startsWith("the D-Bus session at " + folder.resolve("bus") + " cannot be reached (");
    }

    @Test
    void a_session_in_which_nobody_keeps_secrets() {
        try (KeyRing ring = KeyRing.withoutService()) {
            assertThat(reasonIn(ring.environment()))
                    .isEqualTo(
                            "no program on this D-Bus session offers the Secret Service, as GNOME Keyring and KWallet"
                                    + " do");
        }
    }

    @Test
    void a_session_whose_key_ring_does_not_start() {
        try (KeyRing ring = KeyRing.broken()) {
            assertThat(reasonIn(ring.environment()))
                    .startsWith("the Secret Service of this D-Bus session could not be started; ");
        }
    }

    @Test
    void a_session_that_accepts_and_says_nothing_is_waited_for_no_longer_than_the_limit() throws IOException {
        Path socket = folder.resolve("bus");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));

            assertThat(problemIn(Map.of(BUS, "unix:path=" + socket)))
                    .isEqualTo(new KeyStoreFailed("Secret Service", "it did not answer within 0.7 seconds"));
        }
    }

    private static String reasonIn(Map<String, String> environment) {
        Problem problem = problemIn(environment);
        assertThat(problem).isInstanceOf(KeyStoreAbsent.class);
        return ((KeyStoreAbsent) problem).reason();
    }

    private static Problem problemIn(Map<String, String> environment) {
        Limits limits = new Limits(Duration.ofMillis(700), Duration.ofMillis(700));
        SecretServiceItem item = new SecretServiceItem(environment, Map.of("account", "alice"), "Lakegate", limits);
        return catchThrowableOfType(ProblemException.class, item::read).problem();
    }
}
