package dev.lakegate.os.keychain;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The `SecItem` functions (SecItem.h), for one item of the class `kSecClassGenericPassword` in the login keychain; the
/// data protection keychain wants an entitlement, which only a signed application has.
///
/// The class can be loaded on macOS only.
@SuppressWarnings("restricted")
final class GenericPassword {
    private static final String SERVICE = "Lakegate";
    private static final int ERR_SEC_SUCCESS = 0;
    private static final int ERR_SEC_DUPLICATE_ITEM = -25299;
    private static final int ERR_SEC_ITEM_NOT_FOUND = -25300;

    private static final SymbolLookup SECURITY =
            SymbolLookup.libraryLookup("/System/Library/Frameworks/Security.framework/Security", Arena.global());
    private static final MethodHandle COPY_MATCHING = dictionaryAndAddress("SecItemCopyMatching");
    private static final MethodHandle ADD = dictionaryAndAddress("SecItemAdd");
    private static final MethodHandle UPDATE = dictionaryAndAddress("SecItemUpdate");
    private static final MethodHandle DELETE = function("SecItemDelete", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle ERROR_MESSAGE =
            function("SecCopyErrorMessageString", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

    private final CoreFoundation memory;
    private final Map<MemorySegment, MemorySegment> query;

    /// @param memory owns everything that is made here
    GenericPassword(CoreFoundation memory, String account) {
        this.memory = memory;
        query = Map.of(
                constant("kSecClass"), constant("kSecClassGenericPassword"),
                constant("kSecAttrService"), memory.string(SERVICE),
                constant("kSecAttrAccount"), memory.string(account));
    }

    Optional<byte[]> read() throws KeychainRefusal {
        MemorySegment result = memory.pointer();
        int status = call(
                COPY_MATCHING,
                and(Map.of(
                        constant("kSecReturnData"), memory.yes(),
                        constant("kSecMatchLimit"), constant("kSecMatchLimitOne"))),
                result);
        if (status == ERR_SEC_ITEM_NOT_FOUND) {
            return Optional.empty();
        }
        require(status);
        return Optional.of(memory.bytes(memory.owned(result.get(ADDRESS, 0))));
    }

    void write(byte[] value) throws KeychainRefusal {
        Map<MemorySegment, MemorySegment> data = Map.of(constant("kSecValueData"), memory.data(value));
        int status = call(UPDATE, memory.dictionary(query), memory.dictionary(data));
        if (status == ERR_SEC_ITEM_NOT_FOUND) {
            status = call(ADD, and(data), MemorySegment.NULL);
            if (status == ERR_SEC_DUPLICATE_ITEM) {
                // another process was faster
                status = call(UPDATE, memory.dictionary(query), memory.dictionary(data));
            }
        }
        require(status);
    }

    void delete() throws KeychainRefusal {
        int status;
        try {
            status = (int) DELETE.invokeExact(memory.dictionary(query));
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
        if (status != ERR_SEC_ITEM_NOT_FOUND) {
            require(status);
        }
    }

    private MemorySegment and(Map<MemorySegment, MemorySegment> more) {
        Map<MemorySegment, MemorySegment> all = new LinkedHashMap<>(query);
        all.putAll(more);
        return memory.dictionary(all);
    }

    private static int call(MethodHandle function, MemorySegment dictionary, MemorySegment other) {
        try {
            return (int) function.invokeExact(dictionary, other);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void require(int status) throws KeychainRefusal {
        if (status != ERR_SEC_SUCCESS) {
            throw new KeychainRefusal(status, message(status));
        }
    }

    private String message(int status) {
        MemorySegment text;
        try {
            text = (MemorySegment) ERROR_MESSAGE.invokeExact(status, MemorySegment.NULL);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.equals(MemorySegment.NULL) ? "the keychain refused" : memory.text(memory.owned(text));
    }

    /// `kSec…` are variables that hold a `CFStringRef`.
    private static MemorySegment constant(String name) {
        return SECURITY.findOrThrow(name).reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    private static MethodHandle dictionaryAndAddress(String name) {
        return function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(SECURITY.findOrThrow(name), descriptor);
    }
}
