package dev.lakegate.os.peer.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// A process by an open handle, and whose it is (processthreadsapi.h, securitybaseapi.h), for use by
/// one thread.
///
/// The class can be loaded on Windows only.
@SuppressWarnings("restricted")
final class WindowsProcess implements AutoCloseable {
    private static final int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
    private static final int TOKEN_QUERY = 8;
    private static final int TOKEN_USER = 1;
    private static final int USER_BYTES = 256; // TOKEN_USER with the longest SID, of 68 bytes

    private static final MethodHandle OPEN_PROCESS =
            function("kernel32.dll", "OpenProcess", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle THIS_PROCESS =
            function("kernel32.dll", "GetCurrentProcess", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle CLOSE =
            function("kernel32.dll", "CloseHandle", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle OPEN_TOKEN =
            function("advapi32.dll", "OpenProcessToken", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle TOKEN_INFORMATION = function(
            "advapi32.dll",
            "GetTokenInformation",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle EQUAL_SID =
            function("advapi32.dll", "EqualSid", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment handle; // NULL when it could not be opened

    private WindowsProcess(MemorySegment handle) {
        this.handle = handle;
    }

    static WindowsProcess open(int pid) {
        try {
            return new WindowsProcess(
                    (MemorySegment) OPEN_PROCESS.invokeExact(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// False too when Windows does not tell, as of a process with more rights.
    boolean isOfThisUser() {
        if (handle.equals(MemorySegment.NULL)) {
            return false;
        }
        try {
            MemorySegment its = user(handle);
            MemorySegment ours = user((MemorySegment) THIS_PROCESS.invokeExact());
            return !its.equals(MemorySegment.NULL)
                    && !ours.equals(MemorySegment.NULL)
                    && (int) EQUAL_SID.invokeExact(its, ours) != 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The user's SID in the arena, or NULL.
    private MemorySegment user(MemorySegment process) throws Throwable {
        MemorySegment token = arena.allocate(ADDRESS);
        if ((int) OPEN_TOKEN.invokeExact(process, TOKEN_QUERY, token) == 0) {
            return MemorySegment.NULL;
        }
        MemorySegment opened = token.get(ADDRESS, 0);
        try {
            MemorySegment user = arena.allocate(USER_BYTES, Long.BYTES);
            MemorySegment length = arena.allocate(JAVA_INT);
            boolean isTold = (int) TOKEN_INFORMATION.invokeExact(opened, TOKEN_USER, user, USER_BYTES, length) != 0;
            // TOKEN_USER begins with a pointer to the SID, which lies behind it
            return isTold ? user.get(ADDRESS, 0) : MemorySegment.NULL;
        } finally {
            int _ = (int) CLOSE.invokeExact(opened);
        }
    }

    @Override
    public void close() {
        try {
            if (!handle.equals(MemorySegment.NULL)) {
                int _ = (int) CLOSE.invokeExact(handle);
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            arena.close();
        }
    }

    private static MethodHandle function(String library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(name), descriptor);
    }
}
