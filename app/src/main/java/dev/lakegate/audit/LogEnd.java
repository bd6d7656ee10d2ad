package dev.lakegate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a log ends that is to be gone on with. Only its last file is read.
sealed interface LogEnd {
    /// There is no line yet.
    ///
    record Nothing(Torn torn) implements LogEnd {}

    /// The last line is right, where the one before it is.
    ///
    /// @param file in which it stands
    /// @param size of that file's whole lines, in bytes
    /// @param torn what stands after the last line, cut off, in whichever file is the last
    record Sound(Head head, Path file, FirstLine first, long size, Torn torn) implements LogEnd {}

    /// What stands after the last line's end.
    ///
    /// @param bytes 0 when nothing does
    /// @param text  of them, the first
    record Torn(long bytes, String text) {
        private static final int SHOWN = 1_000;
        static final Torn NOTHING = new Torn(0, "");

        static Torn of(byte[] torn) {
            return new Torn(torn.length, new String(torn, 0, Math.min(torn.length, SHOWN), UTF_8));
        }
    }

    /// It cannot be gone on with.
    ///
    /// @param number the highest that is known
    record Broken(long number, String why) implements LogEnd {}

    /// Of a file: what tells where in which chain it stands.
    ///
    /// @param previous the hash before it
    record FirstLine(String ts, String chain, String previous, long number) {
        /// Empty when the line does not begin a file.
        static Optional<FirstLine> of(byte[] bytes) {
            return ChainedLine.of(bytes).flatMap(FirstLine::of);
        }

        private static Optional<FirstLine> of(ChainedLine line) {
            try {
                JsonNode json = JsonMapper.shared().readTree(line.text());
                if (!json.path("event").asString("").equals("file")) {
                    return Optional.empty();
                }
                String previous = json.path("previous").asString(ChainedLine.NO_HASH);
                String chain = json.path("chain").asString(Head.chainOf(line.hash()));
                return previous.length() == ChainedLine.NO_HASH.length() && line.follows(previous)
                        ? Optional.of(new FirstLine(json.path("ts").asString(""), chain, previous, line.number()))
                        : Optional.empty();
            } catch (JacksonException | IllegalArgumentException other) {
                return Optional.empty();
            }
        }
    }

    static LogEnd of(AuditFolder folder) throws IOException {
        Torn torn = Torn.NOTHING;
        List<Path> files = folder.files();
        long highest = 0;
        for (Path file : files) {
            highest = Math.max(highest, AuditFolder.number(file).orElse(0));
        }
        for (Path file : files.reversed()) {
            Scan scan = Scan.of(file);
            if (file.equals(folder.current())) {
                torn = scan.torn;
            }
            if (scan.last != null) {
                return scan.end(file, highest, torn);
            }
        }
        return new Nothing(torn);
    }

    /// What stands in a file.
    final class Scan {
        private byte @Nullable [] first;
        private byte @Nullable [] beforeLast;
        private byte @Nullable [] last;
        private Torn torn = Torn.NOTHING;
        private long size;

        private Scan() {}

        static Scan of(Path file) throws IOException {
            Scan scan = new Scan();
            if (!Files.isRegularFile(file)) {
                return scan; // a device, whose end nobody reaches
            }
            try (LineReader lines = LineReader.of(file)) {
                for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (lines.wasWhole()) {
                        scan.add(line.get());
                    } else {
                        scan.torn = Torn.of(line.get());
                    }
                }
            }
            return scan;
        }

        private void add(byte[] line) {
            if (first == null) {
                first = line;
            }
            beforeLast = last;
            last = line;
            size += line.length + 1;
        }

        private LogEnd end(Path file, long highest, Torn tornOfTheLast) {
            Optional<ChainedLine> lastLine = ChainedLine.of(Objects.requireNonNull(last));
            long number = Math.max(highest, lastLine.map(ChainedLine::number).orElse(0L));
            Optional<FirstLine> begin = FirstLine.of(Objects.requireNonNull(first));
            if (begin.isEmpty()) {
                return new Broken(number, "its first line is damaged");
            }
            Optional<String> before = beforeLast == null
                    ? Optional.of(begin.get().previous())
                    : ChainedLine.of(beforeLast).map(ChainedLine::hash);
            if (lastLine.isEmpty() || before.isEmpty() || !lastLine.get().follows(before.get())) {
                return new Broken(number, "its last line is damaged");
            }
            Head head = new Head(
                    begin.get().chain(), lastLine.get().number(), lastLine.get().hash());
            return new Sound(head, file, begin.get(), size, tornOfTheLast);
        }
    }
}
