package dev.lakegate.os.keychain;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The objects of CoreFoundation that one call to the keychain needs, made on one thread: closing wipes the values,
/// releases every object (the Create Rule) and frees the memory.
@SuppressWarnings("restricted")
final class CoreFoundation implements AutoCloseable {
    private static final int UTF_8 = 0x08000100;
    private static final int TEXT_BYTES = 1024;

    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup(
            "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation", Arena.global());
    private static final MethodHandle RELEASE = function("CFRelease", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle NEW_STRING =
            function("CFStringCreateWithCString", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle STRING_TO_C =
            function("CFStringGetCString", FunctionDescriptor.of(JAVA_BYTE, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle NEW_DATA = function(
            "CFDataCreateWithBytesNoCopy", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle DATA_LENGTH =
            function("CFDataGetLength", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    private static final MethodHandle DATA_BYTES =
            function("CFDataGetBytePtr", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle NEW_DICTIONARY = function(
            "CFDictionaryCreate",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> objects = new ArrayList<>();
    private final List<MemorySegment> values = new ArrayList<>();

    MemorySegment string(String text) {
        try {
            return owned((MemorySegment) NEW_STRING.invokeExact(MemorySegment.NULL, arena.allocateFrom(text), UTF_8));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Refers to a copy that is wiped on closing.
    MemorySegment data(byte[] value) {
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
        values.add(bytes);
        try {
            return owned((MemorySegment)
                    NEW_DATA.invokeExact(MemorySegment.NULL, bytes, bytes.byteSize(), variable("kCFAllocatorNull")));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Retains its keys and values, as those of the callbacks do.
    MemorySegment dictionary(Map<MemorySegment, MemorySegment> entries) {
        MemorySegment keys = arena.allocate(ADDRESS, entries.size());
        MemorySegment contents = arena.allocate(ADDRESS, entries.size());
        int index = 0;
        for (Map.Entry<MemorySegment, MemorySegment> entry : entries.entrySet()) {
            keys.setAtIndex(ADDRESS, index, entry.getKey());
            contents.setAtIndex(ADDRESS, index, entry.getValue());
            index++;
        }
        try {
            return owned((MemorySegment) NEW_DICTIONARY.invokeExact(
                    MemorySegment.NULL,
                    keys,
                    contents,
                    (long) entries.size(),
                    LIBRARY.findOrThrow("kCFTypeDictionaryKeyCallBacks"),
                    LIBRARY.findOrThrow("kCFTypeDictionaryValueCallBacks")));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    MemorySegment yes() {
        return variable("kCFBooleanTrue");
    }

    /// Room for a reference that a function returns.
    MemorySegment pointer() {
        return arena.allocate(ADDRESS);
    }

    byte[] bytes(MemorySegment data) {
        try {
            long length = (long) DATA_LENGTH.invokeExact(data);
            MemorySegment bytes = (MemorySegment) DATA_BYTES.invokeExact(data);
            return bytes.reinterpret(length).toArray(JAVA_BYTE);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Empty when it is longer than a message may be.
    String text(MemorySegment string) {
        MemorySegment room = arena.allocate(TEXT_BYTES);
        try {
            byte _ = (byte) STRING_TO_C.invokeExact(string, room, (long) TEXT_BYTES, UTF_8);
            return room.getString(0);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Notes an object that a function has created for us.
    MemorySegment owned(MemorySegment object) {
        if (object.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("CoreFoundation made nothing");
        }
        objects.add(object);
        return object;
    }

    @Override
    public void close() {
        try {
            for (MemorySegment object : objects.reversed()) {
                RELEASE.invokeExact(object);
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            values.forEach(value -> value.fill((byte) 0));
            arena.close();
        }
    }

    private static MemorySegment variable(String name) {
        return LIBRARY.findOrThrow(name).reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor);
    }
}
