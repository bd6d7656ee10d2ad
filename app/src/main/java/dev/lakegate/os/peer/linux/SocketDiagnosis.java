package dev.lakegate.os.peer.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.lakegate.os.peer.TcpConnection;
import dev.lakegate.os.peer.linux.DiagnosisMessage.OpenSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// `sock_diag(7)`: Linux finds one socket by its four-tuple, however many there are, and answers within
/// the call. Needs no privilege. The class can be loaded on Linux only.
@SuppressWarnings("restricted")
final class SocketDiagnosis {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ROOM_BYTES = 1024;

    private static final FunctionDescriptor TRANSFER =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SEND = function("send", TRANSFER);
    private static final MethodHandle RECEIVE = function("recv", TRANSFER);
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EFFECTIVE_USER = function("geteuid", FunctionDescriptor.of(JAVA_INT));

    private SocketDiagnosis() {}

    /// The socket whose own end is the connection's local one, while it is established and held by a
    /// process.
    static Optional<OpenSocket> established(TcpConnection connection) {
        int sequence = ThreadLocalRandom.current().nextInt();
        byte[] question = DiagnosisMessage.question(connection, sequence);
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) SOCKET.invokeExact(AF_NETLINK, SOCK_DGRAM_CLOEXEC, NETLINK_SOCK_DIAG);
            if (socket < 0) {
                return Optional.empty();
            }
            try {
                MemorySegment room = arena.allocate(ROOM_BYTES);
                MemorySegment.copy(question, 0, room, JAVA_BYTE, 0, question.length);
                long sent = (long) SEND.invokeExact(socket, room, (long) question.length, MSG_DONTWAIT);
                long received =
                        sent < 0 ? sent : (long) RECEIVE.invokeExact(socket, room, (long) ROOM_BYTES, MSG_DONTWAIT);
                return received < 0
                        ? Optional.empty()
                        : DiagnosisMessage.answer(room.asSlice(0, received).toArray(JAVA_BYTE), connection, sequence);
            } finally {
                int _ = (int) CLOSE.invokeExact(socket);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static int effectiveUser() {
        try {
            return (int) EFFECTIVE_USER.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
