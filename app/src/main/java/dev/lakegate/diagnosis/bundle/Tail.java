package dev.lakegate.diagnosis.bundle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The end of a file that may be large.
final class Tail {
    private static final int MAX_BYTES = 1 << 20;

    private Tail() {}

    /// At most so many last lines, out of the last MiB.
    static List<String> of(Path file, int lines) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, content.length() - MAX_BYTES);
            byte[] end = new byte[(int) (content.length() - from)];
            content.seek(from);
            content.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .skip(from > 0 ? 1 : 0)
                    .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        }
    }
}
