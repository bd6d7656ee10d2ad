package dev.lakegate.os.peer.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.peer.TcpConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// By the layout that the documentation of Windows gives; nothing here was recorded on one.
class TcpTableTest {
    private static final int ESTABLISHED = 5;
    private static final int CLOSE_WAIT = 8;

    private static final TcpConnection IPV4 = between("127.0.0.1", 50_001, "127.0.0.1", 8_765);
    private static final TcpConnection IPV6 = between("::1", 50_001, "::1", 8_765);

    @Test
    void the_owner_is_that_of_the_connections_local_end() {
        byte[] table = ipv4(row(IPV4.reversed(), ESTABLISHED, 11), row(IPV4, ESTABLISHED, 22));

        assertThat(TcpTable.owner(table, IPV4)).hasValue(22);
        assertThat(TcpTable.owner(table, IPV4.reversed())).hasValue(11);
        assertThat(TcpTable.owner(table, between("127.0.0.1", 50_002, "127.0.0.1", 8_765)))
                .isEmpty();
        assertThat(TcpTable.owner(table, between("127.0.0.2", 50_001, "127.0.0.1", 8_765)))
                .isEmpty();
    }

    @Test
    void ipv6_has_rows_of_its_own() {
        ByteBuffer table = ByteBuffer.allocate(4 + 56).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(1).put(IPV6.local().getAddress().getAddress()).putInt(0);
        putPort(table, 50_001);
        table.put(IPV6.remote().getAddress().getAddress()).putInt(0);
        putPort(table, 8_765);
        table.putInt(ESTABLISHED).putInt(33);

        assertThat(TcpTable.owner(table.array(), IPV6)).hasValue(33);
        assertThat(TcpTable.owner(table.array(), IPV6.reversed())).isEmpty();
    }

    @Test
    void an_end_that_is_being_closed_does_not_count() {
        assertThat(TcpTable.owner(ipv4(row(IPV4, CLOSE_WAIT, 22)), IPV4)).isEmpty();
    }

    @Test
    void a_table_that_is_shorter_than_its_count_is_read_to_its_end() {
        byte[] table = ipv4(row(IPV4.reversed(), ESTABLISHED, 11), row(IPV4, ESTABLISHED, 22));

        assertThat(TcpTable.owner(Arrays.copyOf(table, table.length - 1), IPV4)).isEmpty();
    }

    private static byte[] ipv4(byte[]... rows) {
        ByteBuffer table = ByteBuffer.allocate(4 + 24 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(rows.length);
        for (byte[] row : rows) {
            table.put(row);
        }
        return table.array();
    }

    private static byte[] row(TcpConnection connection, int state, int owner) {
        ByteBuffer row = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        row.putInt(state).put(connection.local().getAddress().getAddress());
        putPort(row, connection.local().getPort());
        row.put(connection.remote().getAddress().getAddress());
        putPort(row, connection.remote().getPort());
        row.putInt(owner);
        return row.array();
    }

    private static void putPort(ByteBuffer row, int port) {
        row.put((byte) (port >> 8)).put((byte) port).putShort((short) 0);
    }

    private static TcpConnection between(String local, int port, String remote, int remotePort) {
        return new TcpConnection(
                new InetSocketAddress(InetAddress.ofLiteral(local), port),
                new InetSocketAddress(InetAddress.ofLiteral(remote), remotePort));
    }
}
