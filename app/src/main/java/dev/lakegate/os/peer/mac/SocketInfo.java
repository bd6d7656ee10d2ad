package dev.lakegate.os.peer.mac;

import dev.lakegate.os.peer.TcpConnection;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// `struct socket_fdinfo` of macOS (sys/proc_info.h), as far as it tells a TCP connection.
final class SocketInfo {
    static final int BYTES = 792;

    private static final int KIND = 256;
    private static final int REMOTE_PORT = 264; // struct tcp_sockinfo begins with struct in_sockinfo
    private static final int LOCAL_PORT = 268;
    private static final int IP_VERSION = 288;
    private static final int REMOTE_ADDRESS = 296;
    private static final int LOCAL_ADDRESS = 312;
    private static final int STATE = 344;

    private static final int SOCKINFO_TCP = 2;
    private static final int INI_IPV4 = 1;
    private static final int TSI_S_ESTABLISHED = 4;
    private static final int ADDRESS_BYTES = 16;
    private static final int IPV4_BYTES = 4;

    private SocketInfo() {}

    /// Whether this is the connection's local end, and established.
    static boolean isEstablished(byte[] information, TcpConnection connection) {
        ByteBuffer fields = ByteBuffer.wrap(information).order(ByteOrder.LITTLE_ENDIAN);
        boolean isIpv4 = (fields.get(IP_VERSION) & INI_IPV4) != 0;
        return fields.getInt(KIND) == SOCKINFO_TCP
                && fields.getInt(STATE) == TSI_S_ESTABLISHED
                && isIpv4 == connection.isIpv4()
                && port(fields, LOCAL_PORT) == connection.local().getPort()
                && port(fields, REMOTE_PORT) == connection.remote().getPort()
                && isAt(information, LOCAL_ADDRESS, connection.local().getAddress())
                && isAt(information, REMOTE_ADDRESS, connection.remote().getAddress());
    }

    /// In network byte order, whatever the field's.
    private static int port(ByteBuffer fields, int at) {
        return Byte.toUnsignedInt(fields.get(at)) << 8 | Byte.toUnsignedInt(fields.get(at + 1));
    }

    /// An IPv4 address is the last four of the field's bytes (`struct in4in6_addr`).
    private static boolean isAt(byte[] information, int at, InetAddress address) {
        byte[] sought = address.getAddress();
        int from = at + (sought.length == IPV4_BYTES ? ADDRESS_BYTES - IPV4_BYTES : 0);
        return Arrays.equals(information, from, from + sought.length, sought, 0, sought.length);
    }
}
