package dev.lakegate.audit;

import dev.lakegate.config.AuditSettings;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the log's files are: `audit.jsonl`, to which lines are added, and those before it, called
/// by the day and the number of their first line: `audit-20261128-0000001234.jsonl`. Every call
/// blocks on the disk.
public record AuditFolder(Path path) {
    private static final Pattern EARLIER = Pattern.compile("audit-[0-9]{8}-([0-9]{10,15})\\.jsonl");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE.withZone(ZoneOffset.UTC);

    /// Of the folder that holds what Lakegate keeps.
    public static AuditFolder in(Path stateFolder) {
        return new AuditFolder(stateFolder.resolve("audit"));
    }

    /// The file to which lines are added; it need not be there.
    public Path current() {
        return path.resolve("audit.jsonl");
    }

    /// Where lines stand on their way into the current file: in one of them while the other is
    /// brought there.
    List<Path> pending() {
        return List.of(path.resolve("audit.pending"), path.resolve("audit.pending2"));
    }

    /// Lines that stand in none of the files yet, unless they were brought there meanwhile; the
    /// oldest first. A program that runs brings them there at once, one that was killed left them
    /// for the next start.
    public List<ChainedLine> pendingLines() throws IOException {
        return PendingLines.in(pending());
    }

    /// All that there are, the oldest first.
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(earlier());
        if (Files.exists(current())) {
            files.add(current());
        }
        return files;
    }

    /// The oldest first.
    List<Path> earlier() throws IOException {
        if (Files.notExists(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(file -> number(file).isPresent())
                    .sorted(Comparator.comparingLong(file -> number(file).orElseThrow()))
                    .toList();
        }
    }

    /// Of the file's first line, as its name tells it; empty for the one to which lines are added.
    static OptionalLong number(Path file) {
        Matcher name = EARLIER.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /// Gives the current file its lasting name.
    ///
    /// @param number of its first line
    void setAside(LocalDate day, long number) throws IOException {
        Path name = path.resolve(String.format(Locale.ROOT, "audit-%s-%010d.jsonl", DAY.format(day), number));
        // never over another one
        Files.move(current(), name);
    }

    /// Earlier files that the settings have kept no longer, the oldest first.
    List<Path> outlived(AuditSettings settings, Instant now) throws IOException {
        List<Path> earlier = earlier();
        List<Path> outlived = new ArrayList<>();
        long bytes = Files.exists(current()) ? Files.size(current()) : 0;
        int files = 0;
        for (Path file : earlier.reversed()) {
            files++;
            bytes += Files.size(file);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            // whatever is older than one that goes, goes too: the log has no holes
            if (!outlived.isEmpty()
                    || files > settings.keepFiles()
                    || bytes > settings.keepBytes()
                    || written.isBefore(now.minus(settings.keep()))) {
                outlived.addFirst(file);
            }
        }
        return outlived;
    }

    /// The number of the last line before that file's first.
    public OptionalLong lastBefore(Path file) throws IOException {
        OptionalLong named = number(file);
        if (named.isPresent()) {
            return OptionalLong.of(named.getAsLong() - 1);
        }
        try (LineReader lines = LineReader.of(file)) {
            Optional<ChainedLine> first = lines.next().flatMap(ChainedLine::of);
            return first.isPresent() ? OptionalLong.of(first.get().number() - 1) : OptionalLong.empty();
        }
    }

    /// Of all files.
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /// At most so many of the last whole lines, whatever they hold, the oldest first.
    public List<String> lastLines(int count) throws IOException {
        // before the files: a program that runs brings them there meanwhile
        List<ChainedLine> pending = pendingLines();
        Deque<String> last = new ArrayDeque<>(lastInFiles(count));
        long number = last.isEmpty() ? 0 : number(last.getLast());
        pending.stream().filter(line -> line.number() > number).forEach(line -> last.addLast(line.text()));
        while (last.size() > count) {
            last.removeFirst();
        }
        return List.copyOf(last);
    }

    private static long number(String line) {
        return ChainedLine.of(line.getBytes(StandardCharsets.UTF_8))
                .map(ChainedLine::number)
                .orElse(0L);
    }

    private Deque<String> lastInFiles(int count) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        for (Path file : files().reversed()) {
            if (last.size() >= count) {
                break;
            }
            List<String> lines = lastOf(file, count - last.size());
            lines.reversed().forEach(last::addFirst);
        }
        return last;
    }

    private static List<String> lastOf(Path file, int count) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (LineReader lines = LineReader.of(file)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (last.size() == count) {
                    last.removeFirst();
                }
                if (lines.wasWhole()) {
                    last.addLast(new String(line.get(), StandardCharsets.UTF_8));
                }
            }
        }
        return List.copyOf(last);
    }

    /// Creates the folder where there is none; throws when it is not this user's alone.
    void make() throws IOException {
        var _ = OwnerOnly.folder(path);
    }
}
