package dev.lakegate.audit.run;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates a gzip member (RFC 1952) that comes part by part, up to as much as is looked at.
final class Gunzip {
    private static final int HEADER_BYTES = 10;
    private static final int FLAGS_AT = 3;
    private static final byte[] BEGINNING = {0x1f, (byte) 0x8b, 8};

    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer inflated = ByteBuffer.allocate(4_096);
    private int headerBytes;
    private int left = RunReader.MOST_BYTES;

    /// Has what is inflated looked at, piece by piece, until something was found. Throws a [DataFormatException] for
    /// what
    /// is no gzip, or has one of the header's optional fields, which no server sends.
    <T> Optional<T> each(ByteBuffer part, Function<ByteBuffer, Optional<T>> looked) throws DataFormatException {
        while (headerBytes < HEADER_BYTES && part.hasRemaining()) {
            header(part.get());
        }
        inflater.setInput(part);
        Optional<T> found = Optional.empty();
        while (found.isEmpty() && left > 0 && !inflater.finished() && !inflater.needsInput()) {
            inflated.clear();
            int bytes = inflater.inflate(inflated);
            if (bytes == 0) {
                break;
            }
            left -= bytes;
            found = looked.apply(inflated.flip());
        }
        return found;
    }

    private void header(byte next) throws DataFormatException {
        boolean isRight =
                headerBytes < BEGINNING.length ? next == BEGINNING[headerBytes] : headerBytes != FLAGS_AT || next == 0;
        if (!isRight) {
            throw new DataFormatException("no gzip that is read here");
        }
        headerBytes++;
    }

    void end() {
        inflater.end();
    }
}
