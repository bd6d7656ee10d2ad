package dev.lakegate.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What was read of files that are mapped, as the virtual machine, its AOT cache and libraries, counts as this
/// process's memory for as long as it runs, though little of it is needed again. Known on Linux alone; elsewhere there
/// is nothing. For one thread.
public final class MappedFiles {
    /// Names of files in it may be of any bytes.
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "RssFile:";
    /// Of a file, and cannot be written to.
    private static final Pattern ONLY_READ = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-.. .* /.*");
    /// Two lines: what was written to it when that was possible, which is in no file.
    private static final Pattern NOTHING_WRITTEN = Pattern.compile("(?:Anonymous|Swap): +0 kB");
    private static final String MAPPING_END = "VmFlags:";

    private Set<String> seen = Set.of();

    /// How much of all mapped files is in memory for this process, in bytes (proc_pid_status(5)); 0 where it is not
    /// known.
    public static long resident() {
        try (Stream<String> status = Files.lines(STATUS, ISO_8859_1)) {
            return status.filter(line -> line.startsWith(RESIDENT))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    << 10;
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /// Lets go of it: whatever is needed again is mapped again when it is, from the system's own copy of the file.
    /// Only of what was there the last time, too, as the linker has still to write to parts of a library that is
    /// loaded just now. Takes some milliseconds.
    ///
    /// @return whether that was all; else there is more to let go of the next time
    public boolean letGo() {
        try (Stream<String> smaps = Files.lines(MAPPINGS, ISO_8859_1)) {
            List<Part> parts = knownAndOnlyRead(smaps);
            parts.forEach(Advice::notNeeded);
            return parts.size() == seen.size();
        } catch (IOException notLinux) {
            return false;
        }
    }

    /// Which parts of memory hold nothing but what is in the file, too.
    ///
    /// @param smaps as in proc_pid_smaps(5)
    List<Part> knownAndOnlyRead(Stream<String> smaps) {
        Set<String> onlyRead = new HashSet<>();
        List<String> mapping = new ArrayList<>();
        smaps.forEach(line -> {
            mapping.add(line);
            if (line.startsWith(MAPPING_END)) {
                if (isOnlyRead(mapping)) {
                    onlyRead.add(mapping.getFirst());
                }
                mapping.clear();
            }
        });
        List<Part> parts =
                onlyRead.stream().filter(seen::contains).map(Part::of).toList();
        seen = onlyRead;
        return parts;
    }

    private static boolean isOnlyRead(List<String> mapping) {
        return ONLY_READ.matcher(mapping.getFirst()).matches()
                && mapping.stream().filter(NOTHING_WRITTEN.asMatchPredicate()).count() == 2;
    }

    /// A part of this process's memory.
    record Part(long address, long bytes) {
        private static Part of(String mapping) {
            Matcher range = ONLY_READ.matcher(mapping);
            if (!range.matches()) {
                throw new IllegalArgumentException(mapping);
            }
            long start = Long.parseUnsignedLong(range.group(1), 16);
            return new Part(start, Long.parseUnsignedLong(range.group(2), 16) - start);
        }
    }

    /// madvise(2).
    @SuppressWarnings("restricted") // the program is permitted native access
    private static final class Advice {
        private static final int MADV_DONTNEED = 4;
        private static final MethodHandle MADVISE = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("madvise"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

        private Advice() {}

        static void notNeeded(Part part) {
            try {
                int _ = (int) MADVISE.invokeExact(part.address(), part.bytes(), MADV_DONTNEED);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
