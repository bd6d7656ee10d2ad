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
/// A line is [added][#add] to what is pending and is safe there; [#flush()] brings it into the file. What a disk does
/// not
/// take is thrown; then [#close] is to be called, and the next call opens the file again, less what was written in
/// part.
final class ChainedFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedFile.class);
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1_000;

    private final AuditFolder folder;
    private final AuditSettings settings;
    private final InstantSource clock;

    private final PendingLines pending;
    private Chain chain;
    private @Nullable OutputStream stream;
    /// The file's lines, in bytes.
    private long size;
    /// At most so many bytes after them are part of lines, of a write that failed or of a machine that did.
    private long unfinished;
    /// Of the lines' bytes, pending ones among them, those that count against the largest size.
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
        this.pending = PendingLines.open(folder.pending());
        this.chain = goingOn();
    }

    private Chain goingOn() throws IOException {
        LogEnd end = LogEnd.of(folder);
        if (end instanceof LogEnd.Broken(long number, String why)) {
            int left = pending.takeUpAfter(number).size();
            return begunAnew(number + left, why);
        }
        if (!(end instanceof LogEnd.Sound sound)) {
            return takenUp(null, ((LogEnd.Nothing) end).torn());
        }
        if (sound.file().equals(folder.current())) {
            size = sound.size();
            grown = size;
            begun(sound.first());
        }
        return takenUp(sound.head(), sound.torn());
    }

    private Chain takenUp(@Nullable Head last, LogEnd.Torn torn) throws IOException {
        Chain taken = takenUp(last);
        noteTorn(torn);
        return taken;
    }

    /// The chain goes on after the lines that a killed program had not brought into the file.
    private Chain takenUp(@Nullable Head last) throws IOException {
        Head end = last;
        for (ChainedLine line : pending.takeUpAfter(last == null ? 0 : last.number())) {
            String previous = end == null ? ChainedLine.NO_HASH : end.hash();
            long number = end == null ? 1 : end.number() + 1;
            if (line.number() != number || !line.follows(previous)) {
                return begunAnew(line.number(), "lines that were written last are missing or changed");
            }
            LogEnd.FirstLine.of(line.bytes()).ifPresent(this::begun);
            end = new Head(end == null ? Head.chainOf(line.hash()) : end.chain(), number, line.hash());
        }
        grown += pending.size();
        head = end;
        return end == null ? Chain.after(0) : Chain.from(end);
    }

    private void begun(LogEnd.FirstLine line) {
        firstNumber = line.number();
        day = dayOf(line.ts());
    }

    /// Of a line that is pending, what was cut off is no loss.
    private void noteTorn(LogEnd.Torn torn) {
        unfinished = torn.bytes();
        if (torn.bytes() > 0 && !isPending()) {
            LOG.warn("The audit log's last line was cut off after {} bytes", torn.bytes());
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
        head = null;
        if (!isPending() && Files.notExists(folder.current())) {
            return Chain.after(number);
        }
        setAside(number + 1);
        return Chain.after(number + 1);
    }

    /// With what is pending, which belongs there, if anywhere.
    private void setAside(long number) throws IOException {
        try (OutputStream there = OwnerOnly.append(folder.current())) {
            while (!pending.isEmpty()) {
                pending.depart().writeTo(there);
                pending.arrived();
            }
        }
        folder.setAside(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), number);
        size = 0;
        grown = 0;
        unfinished = 0;
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
        if (mustRotate(bytes)) {
            rotate();
        }
        if (stream == null) {
            open();
        }
        CutOff torn = cutOff;
        if (torn != null) {
            add(torn);
            cutOff = null;
        }
    }

    /// Whether lines can be [added][#add] now, even while the disk takes none.
    boolean isBegun() {
        return size > 0 || isPending();
    }

    /// Whether the disk has to do something before a line of so many bytes can be [added][#add].
    boolean needsDisk(int bytes) {
        return stream == null || cutOff != null || mustRotate(bytes) || !pending.fits(bytes + Chain.ADDED);
    }

    private boolean mustRotate(int bytes) {
        boolean isOld = clock.millis() / DAY_MILLIS > day;
        return isBegun() && grown > 0 && (isOld || grown + bytes > settings.maxFileBytes());
    }

    private void open() throws IOException {
        long found = Files.exists(folder.current()) ? Files.size(folder.current()) : 0;
        if (found > size + unfinished || (found < size && isPending())) {
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
        if (!isBegun()) {
            begin();
        }
    }

    /// The file is not as it was when it was open last.
    private void takeUpOrSetAside() throws IOException {
        LOG.error("Lines in {} were added, put back or removed by another program", folder.current());
        if (chain.id() == null) {
            chain = goingOn();
        } else {
            setAside(chain.number());
        }
    }

    private void begin() throws IOException {
        firstNumber = chain.number() + 1;
        day = clock.millis() / DAY_MILLIS;
        boolean goesOn = chain.id() != null;
        add(new FileBegins(
                clock.instant(), chain.id(), goesOn ? chain.hash() : null, goesOn ? null : nonce(), chainsReason));
        chainsReason = null;
        grown = 0;
    }

    private static String nonce() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    void add(AuditEvent event) throws IOException {
        add(AuditLine.of(event));
    }

    /// It goes into the file with the next [#flush()], or at once where it would be lost with the process. Throws when
    /// it
    /// was not taken.
    ///
    /// @param object an event's, as [AuditLine] makes it
    void add(byte[] object) throws IOException {
        if (!pending.fits(object.length + Chain.ADDED)) {
            flush();
        }
        byte[] line = chain.link(object);
        if (pending.fits(line.length)) {
            pending.add(line);
        } else {
            unfinished = line.length;
            Objects.requireNonNull(stream).write(line);
            size += line.length;
            unfinished = 0;
        }
        head = chain.written();
        grown += line.length;
    }

    /// Whether lines are not in the file yet.
    boolean isPending() {
        return !pending.isEmpty();
    }

    /// Whether a line is lost with the process until it is in the file.
    boolean mustFlush() {
        return !pending.outlive();
    }

    /// Brings into the file what is not there yet.
    void flush() throws IOException {
        while (isPending()) {
            depart().run();
            arrived();
        }
    }

    /// What can be done while other lines are added.
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /// The lines that are pending longest go into the file by what is returned. Its end is to be told:
    /// it has [arrived][#arrived()], or the file is [closed][#closeFile()]. Until then nothing but
    /// [#add] may be called, and that only where the [disk is not needed][#needsDisk].
    Writing depart() throws IOException {
        if (stream == null) {
            open();
        }
        MappedLines lines = pending.depart();
        OutputStream file = Objects.requireNonNull(stream);
        unfinished = lines.size();
        return () -> lines.writeTo(file);
    }

    void arrived() {
        size += unfinished;
        unfinished = 0;
        pending.arrived();
    }

    /// Where the file cannot be moved, it serves on until it has grown by as much again.
    private void rotate() throws IOException {
        // before the seal, of which a full disk would leave one for each try
        flush();
        seal("file");
        flush();
        closeFile();
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
        add(new FilesRemoved(clock.instant(), names, through));
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
        add(
                with == null || sealed == null
                        ? new Sealed(clock.instant(), why, null, null, null)
                        : new Sealed(clock.instant(), why, with.publicKey(), with.keptIn(), with.sign(sealed)));
    }

    /// Until the next call.
    void closeFile() throws IOException {
        OutputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    /// For good. What no disk takes stays with the pending lines, for the next start.
    @Override
    public void close() throws IOException {
        try (pending) {
            flush();
        } finally {
            closeFile();
        }
    }
}
