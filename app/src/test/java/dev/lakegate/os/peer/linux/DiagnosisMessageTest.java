package dev.lakegate.os.peer.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.os.peer.TcpConnection;
import dev.lakegate.os.peer.linux.DiagnosisMessage.OpenSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/// Answers of Linux 6.18 as they were received, in the byte order of x86 and ARM.
@DisabledIf("isBigEndian")
class DiagnosisMessageTest {
    private static final int SEQUENCE = 7;

    private static final String OF_ROOT = "7c0000001400000007000000fa580000020100009c41be7d7f00000100000000"
            + "00000000000000007f0000010000000000000000000000000000000001100000"
            + "00000000000000000000000000000000000000007f2d08000500080000000000"
            + "08000f00000000000c00150001000000000000000600160052000000";
    private static final String OF_USER_65534 = "7c0000001400000007000000fa580000020100009c44be7d7f00000100000000"
            + "00000000000000007f0000010000000000000000000000000000000008000000"
            + "00000000000000000000000000000000feff0000fd2a08000500080000000000"
            + "08000f00000000000c00150001000000000000000600160052000000";
    private static final String MAPPED = "7c0000001400000007000000fa5800000a0100009c42be7e0000000000000000"
            + "0000ffff7f00000100000000000000000000ffff7f0000010000000002100000"
            + "0000000000000000000000000000000000000000832d08000500080000000000"
            + "08000f00000000000c00150001000000000000000600160012000000";
    private static final String IPV6 = "7c0000001400000007000000fa5800000a0100009c43be7f0000000000000000"
            + "0000000000000001000000000000000000000000000000010000000004100000"
            + "0000000000000000000000000000000000000000872d08000500080000000000"
            + "08000f00000000000c00150001000000000000000600160012000000";
    private static final String ORPHAN = "600000001400000007000000fa580000020503009c41be7d7f00000100000000"
            + "00000000000000007f0000010000000000000000000000000000000001100000"
            + "0000000000ea00000000000000000000000000000000000008000f0000000000";
    private static final String CLOSE_WAIT = "7c0000001400000007000000fa58000002080000be7d9c417f00000100000000"
            + "00000000000000007f0000010000000000000000000000000000000006100000"
            + "0000000000000000010000000000000000000000802d08000500080001000000"
            + "08000f00000000000c00150001000000000000000600160052000000";
    private static final String NOT_ACCEPTED = "7c0000001400000007000000fa58000002010000be7e9c427f00000100000000"
            + "00000000000000007f0000010000000000000000000000000000000003100000"
            + "0000000000000000000000000000000000000000000000000500080000000000"
            + "08000f00000000000c00150001000000000000000600160052000000";
    private static final String LISTENER = "7c0000001400000007000000fa580000020a0000be7e00007f00000100000000"
            + "0000000000000000000000000000000000000000000000000000000005100000"
            + "0000000000000000010000008000000000000000822d08000500080000000000"
            + "08000f00000000000c00150001000000000000000600160052000000";
    private static final String NO_SUCH = "5c0000000200000007000000fa580000feffffff480000001400010007000000"
            + "0000000002060000ffffffff9c49be7e7f000001000000000000000000000000"
            + "7f00000100000000000000000000000000000000ffffffffffffffff";

    static boolean isBigEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    }

    @Test
    void an_established_socket_is_told_with_its_user_and_inode() {
        assertThat(answer(OF_ROOT, ipv4(40_001, 48_765))).contains(new OpenSocket(0, 535935));
        assertThat(answer(OF_USER_65534, ipv4(40_004, 48_765))).contains(new OpenSocket(65_534, 535293));
        assertThat(answer(IPV6, ipv6(40_003, 48_767))).contains(new OpenSocket(0, 535943));
    }

    @Test
    void a_socket_of_ipv6_that_speaks_ipv4_is_the_same_connection() {
        assertThat(answer(MAPPED, ipv4(40_002, 48_766))).contains(new OpenSocket(0, 535939));
    }

    @Test
    void another_connection_than_the_one_asked_for_is_none() {
        assertThat(answer(OF_ROOT, ipv4(40_002, 48_765))).isEmpty();
        assertThat(answer(OF_ROOT, ipv4(40_001, 48_766))).isEmpty();
        assertThat(answer(OF_ROOT, ipv4(48_765, 40_001))).isEmpty();
        assertThat(answer(OF_ROOT, between("127.0.0.2", 40_001, "127.0.0.1", 48_765)))
                .isEmpty();
        assertThat(answer(OF_ROOT, between("127.0.0.1", 40_001, "127.0.0.2", 48_765)))
                .isEmpty();
        assertThat(answer(IPV6, between("::2", 40_003, "::1", 48_767))).isEmpty();
    }

    @Test
    void an_orphan_which_linux_calls_roots_is_nobodys() {
        assertThat(answer(ORPHAN, ipv4(40_001, 48_765))).isEmpty();
    }

    @Test
    void the_end_that_the_other_has_left_is_not_established() {
        assertThat(answer(CLOSE_WAIT, ipv4(48_765, 40_001))).isEmpty();
    }

    @Test
    void an_end_that_nobody_has_accepted_is_nobodys() {
        assertThat(answer(NOT_ACCEPTED, ipv4(48_766, 40_002))).isEmpty();
    }

    @Test
    void whoever_listens_on_the_port_is_not_the_connection() {
        assertThat(answer(LISTENER, ipv4(48_766, 40_010))).isEmpty();
    }

    @Test
    void an_error_is_nobody() {
        assertThat(answer(NO_SUCH, ipv4(40_009, 48_766))).isEmpty();
    }

    @Test
    void an_answer_to_another_question_is_none() {
        assertThat(DiagnosisMessage.answer(bytes(OF_ROOT), ipv4(40_001, 48_765), SEQUENCE + 1))
                .isEmpty();
    }

    @Test
    void a_cut_answer_is_none_wherever_it_is_cut() {
        byte[] whole = bytes(OF_ROOT);

        for (int length = 0; length < 88; length++) {
            assertThat(DiagnosisMessage.answer(Arrays.copyOf(whole, length), ipv4(40_001, 48_765), SEQUENCE))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }

    private static Optional<OpenSocket> answer(String hexadecimal, TcpConnection asked) {
        return DiagnosisMessage.answer(bytes(hexadecimal), asked, SEQUENCE);
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    private static TcpConnection ipv4(int port, int remotePort) {
        return between("127.0.0.1", port, "127.0.0.1", remotePort);
    }

    private static TcpConnection ipv6(int port, int remotePort) {
        return between("::1", port, "::1", remotePort);
    }

    private static TcpConnection between(String local, int port, String remote, int remotePort) {
        return new TcpConnection(
                new InetSocketAddress(InetAddress.ofLiteral(local), port),
                new InetSocketAddress(InetAddress.ofLiteral(remote), remotePort));
    }
}
