package dev.lakegate.os.dpapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// `CryptProtectData` and `CryptUnprotectData` (dpapi.h), for the current user and without a window.
///
/// Copies of values that pass through native memory are wiped. The class can be loaded on Windows only.
@SuppressWarnings("restricted")
final class DataProtection {
    private static final String LAST_ERROR = "GetLastError";
    private static final int CRYPTPROTECT_UI_FORBIDDEN = 1;

    /// `DATA_BLOB`: a length and a pointer.
    private static final StructLayout BLOB = MemoryLayout.structLayout(
            JAVA_INT.withName("cbData"), MemoryLayout.paddingLayout(Integer.BYTES), ADDRESS.withName("pbData"));

    private static final VarHandle LENGTH = BLOB.varHandle(PathElement.groupElement("cbData"));
    private static final VarHandle POINTER = BLOB.varHandle(PathElement.groupElement("pbData"));

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = CALL_STATE.varHandle(PathElement.groupElement(LAST_ERROR));

    private static final MethodHandle PROTECT = cryptFunction("CryptProtectData");
    private static final MethodHandle UNPROTECT = cryptFunction("CryptUnprotectData");
    private static final MethodHandle FREE = Linker.nativeLinker()
            .downcallHandle(find("kernel32.dll", "LocalFree"), FunctionDescriptor.of(ADDRESS, ADDRESS));

    private DataProtection() {}

    /// Windows did not do it.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private Refused(int error) {
            super("error 0x%08X".formatted(error));
        }
    }

    static byte[] protect(byte[] value, byte[] entropy) throws Refused {
        return call(PROTECT, value, entropy);
    }

    static byte[] unprotect(byte[] sealed, byte[] entropy) throws Refused {
        return call(UNPROTECT, sealed, entropy);
    }

    private static byte[] call(MethodHandle function, byte[] input, byte[] entropy) throws Refused {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, input);
            MemorySegment output = arena.allocate(BLOB);
            MemorySegment state = arena.allocate(CALL_STATE);
            try {
                int done = (int) function.invokeExact(
                        state,
                        blob(arena, bytes),
                        MemorySegment.NULL,
                        blob(arena, arena.allocateFrom(JAVA_BYTE, entropy)),
                        MemorySegment.NULL,
                        MemorySegment.NULL,
                        CRYPTPROTECT_UI_FORBIDDEN,
                        output);
                if (done == 0) {
                    throw new Refused((int) ERROR.get(state, 0L));
                }
                return take(output);
            } finally {
                bytes.fill((byte) 0);
            }
        } catch (Refused | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Copies what Windows allocated, wipes it and gives it back.
    private static byte[] take(MemorySegment blob) throws Throwable {
        MemorySegment address = (MemorySegment) POINTER.get(blob, 0L);
        MemorySegment content = address.reinterpret(Integer.toUnsignedLong((int) LENGTH.get(blob, 0L)));
        try {
            return content.toArray(JAVA_BYTE);
        } finally {
            content.fill((byte) 0);
            MemorySegment _ = (MemorySegment) FREE.invokeExact(address);
        }
    }

    private static MemorySegment blob(Arena arena, MemorySegment bytes) {
        MemorySegment blob = arena.allocate(BLOB);
        LENGTH.set(blob, 0L, Math.toIntExact(bytes.byteSize()));
        POINTER.set(blob, 0L, bytes);
        return blob;
    }

    /// Both take: input, description, entropy, reserved, prompt, flags, output.
    private static MethodHandle cryptFunction(String name) {
        return Linker.nativeLinker()
                .downcallHandle(
                        find("crypt32.dll", name),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS),
                        Linker.Option.captureCallState(LAST_ERROR));
    }

    private static MemorySegment find(String library, String name) {
        return SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(name);
    }
}
