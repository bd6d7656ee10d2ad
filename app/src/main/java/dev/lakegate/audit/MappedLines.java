package dev.lakegate.audit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.lakegate.os.OwnerOnly;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lines in memory and in a mapped file, where they outlive the process when it is killed. For one thread at a time;
/// but
/// what was added before may be [written][#writeTo] by another meanwhile.
final class MappedLines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MappedLines.class);

    /// About 200 lines. With the most that two cores bring about, they fill it in 8 ms.
    static final int CAPACITY = 1 << 17;

    private final Path file;
    private final byte[] lines;
    private int from;
    private int to;
    private final Arena arena = Arena.ofShared();
    /// Null where no file could be mapped.
    private @Nullable MemorySegment mapped;

    private MappedLines(Path file, byte[] lines) {
        this.file = file;
        this.lines = lines;
    }

    /// Takes over what a killed process left in the file, which is created when needed; where it cannot be, the lines
    /// [outlive][#outlive()] no process.
    static MappedLines open(Path file) throws IOException {
        MappedLines pending = new MappedLines(file, content(file));
        pending.map();
        return pending;
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new byte[CAPACITY];
        }
        // no channel: an interrupted thread must not fail here
        try (InputStream in = new FileInputStream(file.toFile())) {
            byte[] content = new byte[CAPACITY];
            int _ = in.readNBytes(content, 0, CAPACITY);
            return content;
        }
    }

    private void map() {
        try {
            mapped = OwnerOnly.map(file, CAPACITY, arena);
        } catch (IOException | UnsupportedOperationException failure) {
            LOG.warn("Audit lines are written one by one, since {} cannot be mapped: {}", file, failure.toString());
        }
    }

    /// The lines that stand in such a file, in their order. The first may be in the log already.
    static List<ChainedLine> in(Path file) throws IOException {
        return in(content(file));
    }

    private static List<ChainedLine> in(byte[] content) {
        List<ChainedLine> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                Optional<ChainedLine> line = ChainedLine.of(Arrays.copyOfRange(content, from, at));
                if (line.isEmpty()) {
                    break; // of lines that were here earlier
                }
                lines.add(line.get());
                from = at + 1;
            }
        }
        return lines;
    }

    /// Those that a killed process left and that no file has yet. They are pending from now on.
    ///
    /// @param number of the last line that a file has
    List<ChainedLine> takeUpAfter(long number) {
        List<ChainedLine> left = new ArrayList<>();
        for (ChainedLine line : in(lines)) {
            to += line.length() + 1;
            if (line.number() > number) {
                left.add(line);
            } else {
                from = to;
            }
        }
        if (left.isEmpty()) {
            clear();
        }
        return left;
    }

    boolean isEmpty() {
        return from == to;
    }

    /// In bytes.
    int size() {
        return to - from;
    }

    /// Whether there is room for a line of so many bytes.
    boolean fits(int bytes) {
        return bytes <= CAPACITY - to;
    }

    /// @param line with its end, that [fits][#fits(int)]
    void add(byte[] line) {
        System.arraycopy(line, 0, lines, to, line.length);
        MemorySegment file = mapped;
        if (file != null) {
            try {
                MemorySegment.copy(line, 0, file, JAVA_BYTE, to, line.length);
            } catch (InternalError shortened) {
                LOG.warn("Audit lines are written one by one, since {} was shortened by another program", this.file);
                mapped = null;
            }
        }
        to += line.length;
    }

    /// Whether they will be found when the process is killed.
    boolean outlive() {
        return mapped != null;
    }

    /// They stay until [#clear()].
    void writeTo(OutputStream stream) throws IOException {
        stream.write(lines, from, to - from);
    }

    void clear() {
        from = 0;
        to = 0;
    }

    /// Deletes the file, unless lines are left in it.
    @Override
    public void close() throws IOException {
        mapped = null;
        arena.close();
        if (isEmpty()) {
            Files.deleteIfExists(file);
        }
    }
}
