package dev.lakegate.os.peer.windows;

import dev.lakegate.os.peer.TcpConnection;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/// `MIB_TCPTABLE_OWNER_PID` and `MIB_TCP6TABLE_OWNER_PID` of Windows (tcpmib.h): a count, then the
/// rows.
final class TcpTable {
    private static final int MIB_TCP_STATE_ESTAB = 5;
    private static final int BEFORE_ROWS = 4;

    private TcpTable() {}

    /// Where the fields of a row are, in bytes from its begin.
    private record Row(
            int bytes, int state, int localAddress, int localPort, int remoteAddress, int remotePort, int owner) {
        private static final Row IPV4 = new Row(24, 0, 4, 8, 12, 16, 20);
        private static final Row IPV6 = new Row(56, 48, 0, 20, 24, 44, 52);
    }

    /// The process that holds the connection's local end.
    static OptionalInt owner(byte[] table, TcpConnection connection) {
        Row row = connection.isIpv4() ? Row.IPV4 : Row.IPV6;
        ByteBuffer fields = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        long rows = Integer.toUnsignedLong(fields.getInt(0));
        for (int number = 0; number < rows; number++) {
            int at = BEFORE_ROWS + number * row.bytes();
            if (at + row.bytes() > table.length) {
                break;
            }
            if (fields.getInt(at + row.state()) == MIB_TCP_STATE_ESTAB
                    && port(fields, at + row.localPort()) == connection.local().getPort()
                    && port(fields, at + row.remotePort())
                            == connection.remote().getPort()
                    && isAt(table, at + row.localAddress(), connection.local().getAddress())
                    && isAt(table, at + row.remoteAddress(), connection.remote().getAddress())) {
                return OptionalInt.of(fields.getInt(at + row.owner()));
            }
        }
        return OptionalInt.empty();
    }

    /// In network byte order, in the first two bytes of its field.
    private static int port(ByteBuffer fields, int at) {
        return Byte.toUnsignedInt(fields.get(at)) << 8 | Byte.toUnsignedInt(fields.get(at + 1));
    }

    private static boolean isAt(byte[] table, int at, InetAddress address) {
        byte[] sought = address.getAddress();
        return Arrays.equals(table, at, at + sought.length, sought, 0, sought.length);
    }
}
