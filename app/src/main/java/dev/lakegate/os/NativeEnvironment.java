package dev.lakegate.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The environment as native libraries of this process see it. Java has a copy of its own, made when it is first asked
/// for; programs that it starts may get either.
@SuppressWarnings("restricted") // the program is permitted native access
public final class NativeEnvironment {
    private static final int EVEN_IF_SET = 1;

    private NativeEnvironment() {}

    /// Gives a variable a value (POSIX `setenv`), unless this process was started with one. Returns what takes it away
    /// again. Does nothing on a system that has no such function.
    public static Runnable preset(String name, String value) {
        Optional<MemorySegment> setenv = Linker.nativeLinker().defaultLookup().find("setenv");
        if (setenv.isEmpty() || System.getenv(name) != null) {
            return () -> {};
        }
        try (Arena arena = Arena.ofConfined()) {
            var _ = (int) function(setenv.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), EVEN_IF_SET);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
        return () -> clear(name);
    }

    private static void clear(String name) {
        MemorySegment unsetenv = Linker.nativeLinker().defaultLookup().findOrThrow("unsetenv");
        try (Arena arena = Arena.ofConfined()) {
            var _ = (int)
                    function(unsetenv, FunctionDescriptor.of(JAVA_INT, ADDRESS)).invokeExact(arena.allocateFrom(name));
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    private static MethodHandle function(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }

    private static RuntimeException unchecked(Throwable failure) {
        return failure instanceof RuntimeException unforeseen ? unforeseen : new IllegalStateException(failure);
    }
}
