package dev.lakegate.os.peer.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.lakegate.os.peer.TcpConnection;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/// `GetExtendedTcpTable` (iphlpapi.h). The class can be loaded on Windows only.
@SuppressWarnings("restricted")
final class WindowsConnections {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 23;
    private static final int TCP_TABLE_OWNER_PID_CONNECTIONS = 4;
    private static final int NO_ERROR = 0;
    private static final int ERROR_INSUFFICIENT_BUFFER = 122;
    private static final int FIRST_ROOM_BYTES = 64 * 1024;
    private static final int MOST_ROOM_BYTES = 64 << 20;

    private static final MethodHandle TABLE = Linker.nativeLinker()
            .downcallHandle(
                    SymbolLookup.libraryLookup("iphlpapi.dll", Arena.global()).findOrThrow("GetExtendedTcpTable"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

    private WindowsConnections() {}

    /// The process whose is the connection's local end.
    static OptionalInt established(TcpConnection connection) {
        int family = connection.isIpv4() ? AF_INET : AF_INET6;
        int room = FIRST_ROOM_BYTES;
        while (room <= MOST_ROOM_BYTES) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment size = arena.allocateFrom(JAVA_INT, room);
                MemorySegment table = arena.allocate(room, Integer.BYTES);
                int error = (int) TABLE.invokeExact(table, size, 0, family, TCP_TABLE_OWNER_PID_CONNECTIONS, 0);
                if (error == NO_ERROR) {
                    return TcpTable.owner(table.toArray(JAVA_BYTE), connection);
                }
                if (error != ERROR_INSUFFICIENT_BUFFER) {
                    return OptionalInt.empty();
                }
                // it may have grown again before the next call
                room = Math.max(room, size.get(JAVA_INT, 0)) * 2;
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return OptionalInt.empty();
    }
}
