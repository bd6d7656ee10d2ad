package dev.lakegate.os.peer.mac;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.lakegate.os.peer.TcpConnection;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// The functions of libproc (libproc.h, sys/proc_info.h) that tell which sockets a process has, for use
/// by one thread.
///
/// The class can be loaded on macOS only.
@SuppressWarnings("restricted")
final class ProcessFiles implements AutoCloseable {
    private static final int PROC_UID_ONLY = 4;
    private static final int PROC_PIDLISTFDS = 1;
    private static final int PROC_PIDFDSOCKETINFO = 3;
    private static final int PROX_FDTYPE_SOCKET = 2;
    private static final int FDINFO_BYTES = 8; // struct proc_fdinfo: number, type
    private static final int LIST_BYTES = 1 << 20;

    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("/usr/lib/libproc.dylib", Arena.global());
    private static final MethodHandle LIST_PROCESSES =
            function(LIBRARY, "proc_listpids", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle PROCESS = function(
            LIBRARY, "proc_pidinfo", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT));
    private static final MethodHandle FILE = function(
            LIBRARY,
            "proc_pidfdinfo",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle EFFECTIVE_USER =
            function(Linker.nativeLinker().defaultLookup(), "geteuid", FunctionDescriptor.of(JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment list = arena.allocate(LIST_BYTES, Long.BYTES);
    private final MemorySegment socket = arena.allocate(SocketInfo.BYTES, Long.BYTES);

    /// A socket of a process, by its descriptor.
    record OpenFile(int pid, int descriptor) {}

    /// By their effective user.
    List<Integer> processesOfThisUser() {
        try {
            int user = (int) EFFECTIVE_USER.invokeExact();
            int bytes = (int) LIST_PROCESSES.invokeExact(PROC_UID_ONLY, user, list, LIST_BYTES);
            List<Integer> processes = new ArrayList<>();
            for (int at = 0; at + Integer.BYTES <= bytes; at += Integer.BYTES) {
                processes.add(list.get(JAVA_INT, at));
            }
            return processes;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Empty when it has ended.
    List<OpenFile> socketsOf(int pid) {
        try {
            int bytes = (int) PROCESS.invokeExact(pid, PROC_PIDLISTFDS, 0L, list, LIST_BYTES);
            List<OpenFile> sockets = new ArrayList<>();
            for (int at = 0; at + FDINFO_BYTES <= bytes; at += FDINFO_BYTES) {
                if (list.get(JAVA_INT, at + Integer.BYTES) == PROX_FDTYPE_SOCKET) {
                    sockets.add(new OpenFile(pid, list.get(JAVA_INT, at)));
                }
            }
            return sockets;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether the socket is the connection's local end.
    boolean isEstablished(OpenFile file, TcpConnection connection) {
        try {
            int bytes = (int)
                    FILE.invokeExact(file.pid(), file.descriptor(), PROC_PIDFDSOCKETINFO, socket, SocketInfo.BYTES);
            return bytes == SocketInfo.BYTES && SocketInfo.isEstablished(socket.toArray(JAVA_BYTE), connection);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }
}
