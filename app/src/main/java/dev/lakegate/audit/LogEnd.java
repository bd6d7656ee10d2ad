package dev.lakegate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        /// As [AuditLine] writes it. Read by hand: the first JSON that a process reads takes 25 ms
        /// of a start (it fills the JDK's tables for decimals).
        private static final Pattern FORM = Pattern.compile(
                "\\{\"ts\":\"([^\"]*)\",\"event\":\"file\",\"format\":[0-9]+(?:,\"chain\":\"([0-9a-f]*)\")?"
                        + "(?:,\"previous\":\"([0-9a-f]{64})\")?(?:,\"nonce\":\"[^\"]*\")?(?:,\"after\":\"(?:[^\"\\\\]|\\\\.)*\")?,\"n\":.*");

        /// Empty when the line does not begin a file.
        static Optional<FirstLine> of(byte[] bytes) {
            return ChainedLine.of(bytes).flatMap(FirstLine::of);
        }

        private static Optional<FirstLine> of(ChainedLine line) {
            Matcher form = FORM.matcher(line.text());
            if (!form.matches()) {
                return Optional.empty();
            }
            String chain = Objects.requireNonNullElseGet(form.group(2), () -> Head.chainOf(line.hash()));
            String previous = Objects.requireNonNullElse(form.group(3), ChainedLine.NO_HASH);
            return line.follows(previous)
                    ? Optional.of(new FirstLine(form.group(1), chain, previous, line.number()))
                    : Optional.empty();
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

    /// What stands at the two ends of a file. To read all of it would have a start wait for every
    /// request of the day: 80 ms of 550 for 16 MB.
    final class Scan {
        /// A few dozen lines.
        private static final int TAIL_BYTES = 1 << 16;

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
                Optional<byte[]> line = lines.next();
                if (lines.wasWhole()) {
                    scan.first = line.orElse(null);
                }
            }
            // no channel: an interrupted thread must not fail here
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                byte[] tail = tail(in);
                scan.look(tail);
                if (scan.last == null && tail.length < in.length()) {
                    scan.last = tail; // longer than any line of ours: damaged, and not nothing
                }
                scan.size = in.length() - scan.torn.bytes();
            }
            return scan;
        }

        /// With the last two lines in it, unless there are none, or none that anyone has written.
        private static byte[] tail(RandomAccessFile in) throws IOException {
            for (int length = TAIL_BYTES; ; length *= 4) {
                byte[] tail = new byte[(int) Math.min(length, in.length())];
                in.seek(in.length() - tail.length);
                in.readFully(tail);
                int beforeBoth = lineEnd(tail, lineEnd(tail, lineEnd(tail, tail.length)));
                if (beforeBoth >= 0 || tail.length == in.length() || length >= LineReader.LONGEST_BYTES) {
                    return tail;
                }
            }
        }

        private void look(byte[] tail) {
            int end = lineEnd(tail, tail.length);
            torn = Torn.of(Arrays.copyOfRange(tail, end + 1, tail.length));
            if (end >= 0) {
                int before = lineEnd(tail, end);
                last = Arrays.copyOfRange(tail, before + 1, end);
                if (before >= 0) {
                    beforeLast = Arrays.copyOfRange(tail, lineEnd(tail, before) + 1, before);
                }
            }
        }

        /// The place of the last line's end before that place, -1 when there is none.
        private static int lineEnd(byte[] bytes, int before) {
            int at = before - 1;
            while (at >= 0 && bytes[at] != '\n') {
                at--;
            }
            return at;
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
