package dev.lakegate.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no setenv, and GTK is not there")
class NativeEnvironmentTest {
    private static final String NAME = "LAKEGATE_NATIVE_ENVIRONMENT_TEST";

    @Test
    void libraries_see_a_variable_until_it_is_taken_away_again_and_programs_that_are_started_then_do_not()
            throws Throwable {
        Runnable asBefore = NativeEnvironment.preset(NAME, "disable");
        assertThat(seenByLibraries(NAME)).isEqualTo("disable");

        asBefore.run();
        assertThat(seenByLibraries(NAME)).isNull();
        assertThat(new ProcessBuilder("printenv", NAME).start().waitFor())
                .as("printenv's status for what is not set")
                .isEqualTo(1);
    }

    @Test
    void what_the_process_was_started_with_stays() throws Throwable {
        String path = seenByLibraries("PATH");

        NativeEnvironment.preset("PATH", "/nowhere").run();

        assertThat(path).isNotEmpty();
        assertThat(seenByLibraries("PATH")).isEqualTo(path);
    }

    @SuppressWarnings("restricted")
    private static @Nullable String seenByLibraries(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("getenv"), FunctionDescriptor.of(ADDRESS, ADDRESS))
                    .invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL)
                    ? null
                    : value.reinterpret(1 << 16).getString(0);
        }
    }
}
