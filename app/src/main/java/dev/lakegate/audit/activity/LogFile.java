package dev.lakegate.audit.activity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// One file of the log, whose lines are found by where they stand. It may be given another name
/// meanwhile. Blocks on the disk.
final class LogFile implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 18;
    /// Most lines have less.
    private static final int LINE_BYTES = 1_024;

    private static final int LONGEST_LINE_BYTES = 1 << 20;

    private final FileChannel channel;
    /// Behind the last whole line that was read.
    private long readTo;

    private LogFile(FileChannel channel) {
        this.channel = channel;
    }

    static LogFile open(Path file) throws IOException {
        return new LogFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    /// Is shown whole lines.
    @FunctionalInterface
    interface Lines {
        /// One of them, without its end; the bytes are others' afterwards.
        ///
        /// @param at its place in the file
        void line(long at, byte[] bytes, int from, int length);
    }

    /// Shows what was added since the last time. Blocks.
    void readOn(Lines lines) throws IOException {
        byte[] bytes = new byte[PIECE_BYTES];
        int kept = 0;
        while (channel.size() > readTo + kept) {
            if (kept == bytes.length) {
                if (kept >= LONGEST_LINE_BYTES) {
                    throw new IOException("a line of the audit log has no end");
                }
                bytes = Arrays.copyOf(bytes, 2 * kept);
            }
            int read = channel.read(ByteBuffer.wrap(bytes, kept, bytes.length - kept), readTo + kept);
            if (read <= 0) {
                return;
            }
            int end = kept + read;
            int from = 0;
            for (int at = kept; at < end; at++) {
                if (bytes[at] == '\n') {
                    lines.line(readTo + from, bytes, from, at - from);
                    from = at + 1;
                }
            }
            readTo += from;
            kept = end - from;
            System.arraycopy(bytes, from, bytes, 0, kept);
        }
    }

    /// Empty when none stands there any more, as when the file is kept no longer. Blocks.
    Optional<byte[]> line(long at) {
        try {
            byte[] bytes = new byte[LINE_BYTES];
            int length = 0;
            while (length < LONGEST_LINE_BYTES) {
                int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length), at + length);
                if (read <= 0) {
                    return Optional.empty();
                }
                for (int index = length; index < length + read; index++) {
                    if (bytes[index] == '\n') {
                        return Optional.of(Arrays.copyOf(bytes, index));
                    }
                }
                length += read;
                bytes = length == bytes.length ? Arrays.copyOf(bytes, 2 * length) : bytes;
            }
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
