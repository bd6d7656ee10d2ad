package dev.lakegate.os.peer.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.os.peer.Peer;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.PeersContract;
import dev.lakegate.os.peer.TcpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxPeersTest extends PeersContract {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final LinuxPeers peers = new LinuxPeers();

    @Override
    protected Peers peers() {
        return peers;
    }

    @Test
    void another_process_is_told_by_its_own_number_and_name() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                Connecting other = new Connecting(List.of(), port(listener));
                SocketChannel accepted = listener.accept()) {
            Peer peer = peers.of(TcpConnection.of(accepted));

            assertThat(peer.isThisUser()).isTrue();
            assertThat(peer.program().get()).hasValueSatisfying(program -> {
                assertThat(program.pid()).isEqualTo(other.process.pid());
                assertThat(program.program()).isEqualTo("bash");
            });
        }
    }

    @Test
    void another_users_process_is_not_this_users() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may run a program as another user");
        try (ServerSocketChannel listener = listen("127.0.0.1");
                Connecting other = new Connecting(AS_NOBODY, port(listener));
                SocketChannel accepted = listener.accept()) {
            assertThat(other.process.isAlive()).isTrue();
            assertThat(peers.of(TcpConnection.of(accepted)).isThisUser()).isFalse();
        }
    }

    /// Another user connects, resets, and waits until this user's program gets the same port.
    @Test
    void a_connection_that_was_reset_does_not_become_the_one_that_has_its_addresses_next() throws IOException {
        try (ServerSocketChannel listener = listen("127.0.0.1")) {
            try (SocketChannel next = atTheAddressOfOneThatWasReset(listener)) {
                assertThat(next.connect(listener.getLocalAddress())).isTrue();
                try (SocketChannel reset = listener.accept();
                        SocketChannel accepted = listener.accept()) {
                    assertThat(reset.getRemoteAddress()).isEqualTo(accepted.getRemoteAddress());
                    assertThat(peers.of(TcpConnection.of(accepted)).isThisUser())
                            .isTrue();
                }
            }
            try (SocketChannel next = atTheAddressOfOneThatWasReset(listener)) {
                assertThat(next.connect(listener.getLocalAddress())).isTrue();
                try (SocketChannel reset = listener.accept()) {
                    assertThat(reset.getRemoteAddress()).isEqualTo(next.getLocalAddress());
                    assertThat(peers.of(TcpConnection.of(reset)).isThisUser()).isFalse();
                }
            }
        }
    }

    /// Another program of this machine may be given the port in between.
    private static SocketChannel atTheAddressOfOneThatWasReset(ServerSocketChannel listener) throws IOException {
        for (int tries = 0; tries < 20; tries++) {
            SocketAddress address = resetConnection(listener.getLocalAddress());
            SocketChannel next = SocketChannel.open();
            try {
                return next.bind(address);
            } catch (BindException taken) {
                next.close();
                listener.accept().close();
            }
        }
        throw new IOException("the ports are always taken");
    }

    @Test
    void many_who_ask_at_once_are_all_answered() throws IOException {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel one = SocketChannel.open(listener.getLocalAddress());
                SocketChannel two = SocketChannel.open(listener.getLocalAddress());
                SocketChannel first = listener.accept();
                SocketChannel second = listener.accept()) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            List<Peer> both = Stream.of(first, second).map(this::peer).toList();

            assertThat(Stream.generate(() -> both)
                            .limit(50)
                            .flatMap(List::stream)
                            .parallel()
                            .map(peer -> peer.program().get().orElseThrow().pid()))
                    .hasSize(100)
                    .containsOnly(ProcessHandle.current().pid());
        }
    }

    private Peer peer(SocketChannel accepted) {
        try {
            return peers.of(TcpConnection.of(accepted));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SocketAddress resetConnection(SocketAddress listener) throws IOException {
        try (SocketChannel client = SocketChannel.open(listener)) {
            SocketAddress address = client.getLocalAddress();
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            return address;
        }
    }

    private static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /// A shell that has connected, and holds the connection until this is closed.
    private static final class Connecting implements AutoCloseable {
        private final Process process;

        Connecting(List<String> as, int port) throws IOException {
            process = new ProcessBuilder(Stream.concat(
                                    as.stream(),
                                    Stream.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; read -r _"))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
        }
    }
}
