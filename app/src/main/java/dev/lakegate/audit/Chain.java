package dev.lakegate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Makes lines of the chain, one after the other; [ChainedLine] tells their form. For one thread at a time.
final class Chain {
    private static final HexFormat HEX = HexFormat.of();

    /// At most so many bytes has a line more than its object.
    static final int ADDED = 120;

    private final MessageDigest digest = Sha256.digest();
    private byte[] previous = new byte[Sha256.BYTES];
    private byte[] next = new byte[Sha256.BYTES];
    private @Nullable String id;
    private long number;

    private Chain(@Nullable String id, long number) {
        this.id = id;
        this.number = number;
    }

    /// Whose first line comes next, under the number after this one.
    static Chain after(long number) {
        return new Chain(null, number);
    }

    static Chain from(Head head) {
        Chain chain = new Chain(head.chain(), head.number());
        chain.previous = HEX.parseHex(head.hash());
        return chain;
    }

    /// The next line, with its end. It counts once it [was written][#written()].
    ///
    /// @param object a JSON object with at least one member
    byte[] link(byte[] object) {
        byte[] digits = Long.toString(number + 1).getBytes(US_ASCII);
        int covered = object.length - 1 + ChainedLine.NUMBER.length + digits.length;
        byte[] line = new byte[covered + ChainedLine.HASH.length + 2 * Sha256.BYTES + ChainedLine.END.length + 1];
        int end = put(object, object.length - 1, line, 0);
        end = put(ChainedLine.NUMBER, ChainedLine.NUMBER.length, line, end);
        end = put(digits, digits.length, line, end);
        digest.update(previous);
        digest.update(line, 0, covered);
        try {
            digest.digest(next, 0, next.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        end = put(ChainedLine.HASH, ChainedLine.HASH.length, line, end);
        for (byte octet : next) {
            line[end++] = (byte) HEX.toHighHexDigit(octet);
            line[end++] = (byte) HEX.toLowHexDigit(octet);
        }
        end = put(ChainedLine.END, ChainedLine.END.length, line, end);
        line[end] = '\n';
        return line;
    }

    private static int put(byte[] what, int length, byte[] into, int at) {
        System.arraycopy(what, 0, into, at, length);
        return at + length;
    }

    /// The line made last stands in its file.
    ///
    /// @return how far the chain has come by it
    Head written() {
        byte[] written = next;
        next = previous;
        previous = written;
        number++;
        String hash = HEX.formatHex(written);
        if (id == null) {
            id = Head.chainOf(hash);
        }
        return new Head(id, number, hash);
    }

    /// Null before the first line.
    @Nullable
    String id() {
        return id;
    }

    /// Of the last line.
    long number() {
        return number;
    }

    String hash() {
        return HEX.formatHex(previous);
    }
}
