package dev.lakegate.audit;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a file line by line, as bytes. Blocks on the disk.
public final class LineReader implements AutoCloseable {
    /// A line that is longer is given in parts: none of the log's is, and what is must not fill the memory.
    static final int LONGEST_BYTES = 1 << 24;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private boolean whole = true;

    private LineReader(InputStream in) {
        this.in = in;
    }

    public static LineReader of(Path file) throws IOException {
        // no channel: an interrupted thread must not fail here
        return new LineReader(new FileInputStream(file.toFile()));
    }

    /// Without its end; empty after the last.
    public Optional<byte[]> next() throws IOException {
        if (!hasMore()) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
        whole = false;
        while (!whole && line.size() < LONGEST_BYTES && hasMore()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            whole = end < to;
            from = whole ? end + 1 : end;
        }
        return Optional.of(line.toByteArray());
    }

    private boolean hasMore() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
        }
        return from < to;
    }

    /// Whether the line read last had an end.
    public boolean wasWhole() {
        return whole;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
