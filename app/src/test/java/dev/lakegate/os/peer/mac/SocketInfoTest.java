package dev.lakegate.os.peer.mac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.peer.TcpConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// By the layout that the header of macOS gives; nothing here was recorded on one.
class SocketInfoTest {
    private static final int ESTABLISHED = 4;
    private static final int CLOSE_WAIT = 5;

    private static final TcpConnection IPV4 = between("127.0.0.1", 50_001, "127.0.0.1", 8_765);
    private static final TcpConnection IPV6 = between("::1", 50_001, "::1", 8_765);

    @Test
    void the_connections_local_end_is_found_by_both_addresses() {
        assertThat(SocketInfo.isEstablished(told(IPV4, ESTABLISHED), IPV4)).isTrue();
        assertThat(SocketInfo.isEstablished(told(IPV6, ESTABLISHED), IPV6)).isTrue();
        assertThat(SocketInfo.isEstablished(told(IPV4, ESTABLISHED), IPV4.reversed()))
                .isFalse();
        assertThat(SocketInfo.isEstablished(told(IPV4, ESTABLISHED), IPV6)).isFalse();
        assertThat(SocketInfo.isEstablished(told(IPV6, ESTABLISHED), IPV4)).isFalse();
        assertThat(SocketInfo.isEstablished(told(IPV4, ESTABLISHED), between("127.0.0.1", 50_001, "127.0.0.2", 8_765)))
                .isFalse();
        assertThat(SocketInfo.isEstablished(told(IPV4, ESTABLISHED), between("127.0.0.1", 50_002, "127.0.0.1", 8_765)))
                .isFalse();
    }

    @Test
    void an_end_that_is_being_closed_does_not_count() {
        assertThat(SocketInfo.isEstablished(told(IPV4, CLOSE_WAIT), IPV4)).isFalse();
    }

    @Test
    void no_information_is_no_connection() {
        assertThat(SocketInfo.isEstablished(new byte[SocketInfo.BYTES], IPV4)).isFalse();
    }

    private static byte[] told(TcpConnection connection, int state) {
        boolean isIpv4 = connection.local().getAddress().getAddress().length == 4;
        int skipped = isIpv4 ? 12 : 0;
        ByteBuffer fields = ByteBuffer.allocate(792).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(24 + 232, 2); // soi_kind, in struct socket_info behind struct proc_fileinfo
        int tcp = 24 + 240; // soi_proto
        putPort(fields, tcp, connection.remote().getPort());
        putPort(fields, tcp + 4, connection.local().getPort());
        fields.put(tcp + 24, (byte) (isIpv4 ? 1 : 2));
        fields.put(tcp + 32 + skipped, connection.remote().getAddress().getAddress());
        fields.put(tcp + 48 + skipped, connection.local().getAddress().getAddress());
        fields.putInt(tcp + 80, state);
        return fields.array();
    }

    private static void putPort(ByteBuffer fields, int at, int port) {
        fields.put(at, (byte) (port >> 8)).put(at + 1, (byte) port);
    }

    private static TcpConnection between(String local, int port, String remote, int remotePort) {
        return new TcpConnection(
                new InetSocketAddress(InetAddress.ofLiteral(local), port),
                new InetSocketAddress(InetAddress.ofLiteral(remote), remotePort));
    }
}
