package dev.lakegate.audit;

import dev.lakegate.audit.AuditEvent.CutOff;
import dev.lakegate.audit.AuditEvent.FileBegins;
import dev.lakegate.audit.AuditEvent.FilesRemoved;
import dev.lakegate.audit.AuditEvent.Sealed;
import dev.lakegate.config.AuditSettings;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file to which lines are added, and the chain that runs through it and those before. For one thread at a time.
///
/// What a disk does not take is thrown; then [#close] is to be called, and the next call opens the file again, less
/// what was written in part.
final class ChainedFile {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedFile.class);
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1_000;

    private final AuditFolder folder;
    private final AuditSettings settings;
    private final InstantSource clock;

    private Chain chain;
    private @Nullable OutputStream stream;
    /// The file's lines, in bytes.
    private long size;
    /// At most so many bytes after them are part of a line, of a write that failed or of a machine that did.
    private long unfinished;
    /// Of the lines' bytes, those that count against the largest size.
    private long grown;
    /// Since the Unix epoch, on which the file was begun.
    private long day;
    private long firstNumber;
    private @Nullable String chainsReason;
    private @Nullable CutOff cutOff;
    private @Nullable SealingKey key;
    private volatile @Nullable Head head;

    /// Goes on with what is in the folder; opens nothing yet.
    ChainedFile(AuditFolder folder, AuditSettings settings, InstantSource clock) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.chain = goingOn();
    }

    private Chain goingOn() throws IOException {
        return switch (LogEnd.of(folder)) {
            case LogEnd.Nothing(LogEnd.Torn torn) -> {
                noteTorn(torn);
                yield Chain.after(0);
            }
            case LogEnd.Sound sound -> {
                noteTorn(sound.torn());
                head = sound.head();
                if (sound.file().equals(folder.current())) {
                    size = sound.size();
                    grown = size;
                    firstNumber = sound.first().number();
                    day = dayOf(sound.first().ts());
                }
                yield Chain.from(sound.head());
            }
            case LogEnd.Broken(long number, String why) -> begunAnew(number, why);
        };
    }

    private void noteTorn(LogEnd.Torn torn) {
        if (torn.bytes() > 0) {
            LOG.warn("The audit log's last line was cut off after {} bytes", torn.bytes());
            unfinished = torn.bytes();
            cutOff = new CutOff(clock.instant(), torn.bytes(), torn.text());
        }
    }

    private static long dayOf(String ts) {
        try {
            return Math.floorDiv(Instant.parse(ts).toEpochMilli(), DAY_MILLIS);
        } catch (DateTimeException none) {
            return 0;
        }
    }

    private Chain begunAnew(long number, String why) throws IOException {
        LOG.error("The audit log in {} cannot be gone on with, because {}: a new chain begins", folder.path(), why);
        chainsReason = why;
        if (Files.notExists(folder.current())) {
            return Chain.after(number);
        }
        folder.setAside(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), number + 1);
        return Chain.after(number + 1);
    }

    /// How far the chain has come; null before its first line. For any thread.
    @Nullable
    Head head() {
        return head;
    }

    /// By which seals are made from now on.
    void sealBy(SealingKey sealingKey) {
        key = sealingKey;
    }

    boolean canSeal() {
        return key != null;
    }

    /// Has a file that is open and takes so many bytes more today.
    void makeRoom(int bytes) throws IOException {
        boolean isOld = clock.millis() / DAY_MILLIS > day;
        if (size > 0 && grown > 0 && (isOld || grown + bytes > settings.maxFileBytes())) {
            rotate();
        }
        if (stream == null) {
            open();
        }
        CutOff torn = cutOff;
        if (torn != null) {
            write(torn);
            cutOff = null;
        }
    }

    private void open() throws IOException {
        if (Files.exists(folder.current()) && Files.size(folder.current()) > size + unfinished) {
            takeUpOrSetAside();
        }
        OutputStream opened = OwnerOnly.append(folder.current());
        stream = opened;
        long there = Files.size(folder.current());
        if (there > size) {
            // no channel: an interrupted thread must not fail here
            try (RandomAccessFile file = new RandomAccessFile(folder.current().toFile(), "rw")) {
                file.setLength(size);
            }
        } else {
            size = there;
        }
        unfinished = 0;
        if (size == 0) {
            begin();
        }
    }

    /// There are lines that were not there when the file was open last.
    private void takeUpOrSetAside() throws IOException {
        LOG.error("Lines in {} are of another program, or were put back", folder.current());
        if (chain.id() == null) {
            chain = goingOn();
        } else {
            folder.setAside(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), chain.number());
            size = 0;
        }
    }

    private void begin() throws IOException {
        firstNumber = chain.number() + 1;
        day = clock.millis() / DAY_MILLIS;
        boolean goesOn = chain.id() != null;
        write(new FileBegins(
                clock.instant(), chain.id(), goesOn ? chain.hash() : null, goesOn ? null : nonce(), chainsReason));
        chainsReason = null;
        grown = 0;
    }

    private static String nonce() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    void write(AuditEvent event) throws IOException {
        write(AuditLine.of(event));
    }

    /// @param object an event's, as [AuditLine] makes it
    void write(byte[] object) throws IOException {
        byte[] line = chain.link(object);
        unfinished = line.length;
        Objects.requireNonNull(stream).write(line);
        head = chain.written();
        unfinished = 0;
        size += line.length;
        grown += line.length;
    }

    /// Where the file cannot be moved, it serves on until it has grown by as much again.
    private void rotate() throws IOException {
        if (stream == null) {
            open();
        }
        seal("file");
        close();
        try {
            folder.setAside(LocalDate.ofEpochDay(day), firstNumber);
        } catch (IOException failure) {
            LOG.warn("The audit log {} could not be rotated: {}", folder.current(), failure.toString());
            grown = 0;
            day = clock.millis() / DAY_MILLIS;
            return;
        }
        size = 0;
        open();
        removeOutlived();
    }

    /// Told before it is done: a program that is killed in between leaves a line too many, not a hole unexplained.
    private void removeOutlived() throws IOException {
        List<Path> outlived = folder.outlived(settings, clock.instant());
        if (outlived.isEmpty()) {
            return;
        }
        long through = folder.lastBefore(folder.files().get(outlived.size())).orElse(chain.number());
        List<String> names = outlived.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
        write(new FilesRemoved(clock.instant(), names, through));
        grown = 0;
        for (Path file : outlived) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                LOG.warn("The audit log's file {} stays: {}", file, failure.toString());
                return; // nor may those after it go
            }
        }
    }

    void seal(String why) throws IOException {
        SealingKey with = key;
        Head sealed = head;
        write(
                with == null || sealed == null
                        ? new Sealed(clock.instant(), why, null, null, null)
                        : new Sealed(clock.instant(), why, with.publicKey(), with.keptIn(), with.sign(sealed)));
    }

    void close() throws IOException {
        OutputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
