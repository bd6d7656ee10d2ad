package dev.lakegate.os.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each system must tell of the other end of a real connection.
public abstract class PeersContract {
    protected abstract Peers peers();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_program_of_this_user_is_told_with_its_process(String address) throws IOException {
        try (ServerSocketChannel listener = listen(address);
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            Peer peer = peers().of(TcpConnection.of(accepted));

            assertThat(client.isConnected()).isTrue();
            assertThat(peer.isThisUser()).isTrue();
            assertThat(peer.program().get()).hasValueSatisfying(program -> {
                assertThat(program.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(program.program()).startsWith("java");
            });
        }
    }

    @Test
    void whoever_has_gone_is_nobody() throws IOException {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel accepted = acceptOneWhoGoes(listener)) {
            Peer peer = peers().of(TcpConnection.of(accepted));

            assertThat(peer.isThisUser()).isFalse();
            assertThat(peer.program().get()).isEmpty();
        }
    }

    @Test
    void a_connection_that_never_was_is_nobodys() throws IOException {
        try (ServerSocketChannel listener = listen("127.0.0.1")) {
            InetSocketAddress local = (InetSocketAddress) listener.getLocalAddress();

            assertThat(peers().of(new TcpConnection(local, new InetSocketAddress(local.getAddress(), 1)))
                            .isThisUser())
                    .isFalse();
        }
    }

    private static SocketChannel acceptOneWhoGoes(ServerSocketChannel listener) throws IOException {
        try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            SocketChannel accepted = listener.accept();
            assertThat(client.isConnected()).isTrue();
            return accepted;
        }
    }

    protected static ServerSocketChannel listen(String address) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }
}
