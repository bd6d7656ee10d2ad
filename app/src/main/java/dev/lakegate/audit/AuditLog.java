package dev.lakegate.audit;

import dev.lakegate.config.Configuration.AuditSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.peer.LocalProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The local audit log: JSON Lines in an owner-only file, `audit.jsonl`, rotated by size to `audit.1.jsonl`, ….
///
/// A line is with the operating system when [#append] returns, so that a killed process loses none. The write is short
/// (a page cache's), and happens on the caller's thread: a queue would lose its content in a crash.
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final Path file;
    private final AuditSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OutputStream stream;
    private long size;

    public AuditLog(Path folder, AuditSettings settings) throws ProblemException {
        this.settings = settings;
        try {
            file = OwnerOnly.folder(folder).resolve("audit.jsonl");
            stream = open();
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("open the audit log in " + folder, failure.toString()), failure);
        }
    }

    /// Throws [UncheckedIOException] when the line could not be written, as on a full disk.
    public void append(AuditEntry entry) {
        byte[] line = line(entry);
        lock.lock();
        try {
            if (size + line.length > settings.maxFileBytes() && size > 0) {
                rotate();
            }
            if (stream == null) {
                stream = open();
            }
            stream.write(line);
            size += line.length;
        } catch (IOException failure) {
            // part of the line may be there: opening the file again mends that
            closeStream(failure);
            throw new UncheckedIOException("the audit log " + file + " cannot be written", failure);
        } finally {
            lock.unlock();
        }
    }

    private static byte[] line(AuditEntry entry) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(640);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("ts", entry.at().toString());
            json.writeStringProperty("event", "request");
            json.writeStringProperty("request_id", entry.requestId());
            text(json, "trace_id", entry.traceId());
            text(json, "route", entry.route());
            text(json, "method", entry.method());
            text(json, "path", entry.path());
            json.writeNumberProperty("status", entry.status());
            text(json, "problem", entry.problem());
            text(json, "denial", entry.denial());
            text(json, "person", entry.person());
            text(json, "principal", entry.principal());
            text(json, "rule", entry.rule());
            text(json, "node", entry.node());
            text(json, "gateway_request_id", entry.gatewayRequestId());
            text(json, "admitted_by", entry.admittedBy());
            client(json, entry.client());
            json.writeNumberProperty("bytes_in", entry.bytesIn());
            json.writeNumberProperty("bytes_out", entry.bytesOut());
            json.writeNumberProperty("duration_us", entry.durationMicros());
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return line.toByteArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) {
        if (value != null) {
            json.writeStringProperty(name, value.toString());
        }
    }

    private static void client(JsonGenerator json, @Nullable LocalProgram program) {
        if (program != null) {
            json.writeObjectPropertyStart("client");
            json.writeNumberProperty("pid", program.pid());
            json.writeStringProperty("program", program.program());
            json.writeEndObject();
        }
    }

    private OutputStream open() throws IOException {
        OutputStream opened = OwnerOnly.append(file);
        size = Files.size(file);
        if (size > 0 && lastByte() != '\n') {
            // a power failure has cut the last line: the next must not be part of it
            opened.write('\n');
            size++;
        }
        return opened;
    }

    private int lastByte() throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            content.seek(size - 1);
            return content.read();
        }
    }

    /// Where the files cannot be moved, the present one serves on until it has grown by as much again.
    private void rotate() throws IOException {
        close();
        try {
            for (int number = settings.keepFiles() - 1; number >= 1; number--) {
                if (Files.exists(rotated(number))) {
                    Files.move(rotated(number), rotated(number + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(file, rotated(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            LOG.warn("The audit log {} could not be rotated: {}", file, failure.toString());
            stream = open();
            size = 0;
        }
    }

    private Path rotated(int number) {
        return file.resolveSibling("audit." + number + ".jsonl");
    }

    private void closeStream(IOException why) {
        try {
            close();
        } catch (UncheckedIOException also) {
            why.addSuppressed(also);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            stream = null;
            lock.unlock();
        }
    }
}
