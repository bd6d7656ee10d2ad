package dev.lakegate.os.peer.linux;

import dev.lakegate.os.peer.TcpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// What `sock_diag(7)` is asked about one TCP connection, and what it answers: netlink messages, in
/// this machine's byte order but for ports and addresses.
final class DiagnosisMessage {
    static final int QUESTION_BYTES = 72;

    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLM_F_REQUEST = 1;
    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;
    private static final byte TCP_ESTABLISHED = 1;
    private static final int ALL = ~0;

    private static final int HEADER_BYTES = 16;
    private static final int ANSWER_BYTES = HEADER_BYTES + 72; // struct inet_diag_msg
    private static final int ADDRESS_BYTES = 16;
    private static final int IPV4_BYTES = 4;

    private DiagnosisMessage() {}

    /// One end of an established connection.
    ///
    /// @param uid   of who made the socket, in this user namespace
    /// @param inode of the socket, never 0: a process holds it
    record OpenSocket(int uid, long inode) {}

    /// Asks for the one socket whose own end is the connection's local one.
    static byte[] question(TcpConnection connection, int sequence) {
        ByteBuffer message = ByteBuffer.allocate(QUESTION_BYTES).order(ByteOrder.nativeOrder());
        message.putInt(QUESTION_BYTES)
                .putShort(SOCK_DIAG_BY_FAMILY)
                .putShort(NLM_F_REQUEST)
                .putInt(sequence)
                .putInt(0); // to the kernel
        message.put(connection.isIpv4() ? AF_INET : AF_INET6)
                .put(IPPROTO_TCP)
                .put((byte) 0) // no extensions
                .put((byte) 0)
                .putInt(ALL); // states
        putPort(message, connection.local().getPort());
        putPort(message, connection.remote().getPort());
        putAddress(message, connection.local().getAddress());
        putAddress(message, connection.remote().getAddress());
        message.putInt(0).putInt(ALL).putInt(ALL); // any interface, no cookie
        return message.array();
    }

    private static void putPort(ByteBuffer message, int port) {
        message.put((byte) (port >> 8)).put((byte) port);
    }

    private static void putAddress(ByteBuffer message, InetAddress address) {
        message.put(Arrays.copyOf(address.getAddress(), ADDRESS_BYTES));
    }

    /// Empty when the answer is an error, another's, cut, or of a socket that is not established or
    /// that no process holds: of an orphan, Linux says that it is root's. Where there is no such
    /// connection, it answers with whoever listens on the port.
    static Optional<OpenSocket> answer(byte[] received, TcpConnection asked, int sequence) {
        ByteBuffer message = ByteBuffer.wrap(received).order(ByteOrder.nativeOrder());
        if (received.length < ANSWER_BYTES
                || message.getInt(0) < ANSWER_BYTES
                || message.getShort(4) != SOCK_DIAG_BY_FAMILY
                || message.getInt(8) != sequence) {
            return Optional.empty();
        }
        byte family = message.get(HEADER_BYTES);
        byte state = message.get(HEADER_BYTES + 1);
        int id = HEADER_BYTES + 4;
        int uid = message.getInt(HEADER_BYTES + 64);
        long inode = Integer.toUnsignedLong(message.getInt(HEADER_BYTES + 68));
        boolean isTheOne = state == TCP_ESTABLISHED
                && port(received, id) == asked.local().getPort()
                && port(received, id + 2) == asked.remote().getPort()
                && isAt(received, id + 4, family, asked.local().getAddress())
                && isAt(received, id + 4 + ADDRESS_BYTES, family, asked.remote().getAddress());
        return isTheOne && inode != 0 ? Optional.of(new OpenSocket(uid, inode)) : Optional.empty();
    }

    private static int port(byte[] message, int at) {
        return Byte.toUnsignedInt(message[at]) << 8 | Byte.toUnsignedInt(message[at + 1]);
    }

    /// A socket of IPv6 can speak IPv4, then with mapped addresses, which Java takes for IPv4 again.
    private static boolean isAt(byte[] message, int at, byte family, InetAddress address) {
        boolean isIpv4 = family == AF_INET;
        if (!isIpv4 && family != AF_INET6) {
            return false;
        }
        byte[] told = Arrays.copyOfRange(message, at, at + (isIpv4 ? IPV4_BYTES : ADDRESS_BYTES));
        try {
            return Arrays.equals(InetAddress.getByAddress(told).getAddress(), address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
