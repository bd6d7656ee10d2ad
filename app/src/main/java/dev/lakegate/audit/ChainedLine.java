package dev.lakegate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A line as it stands in a file: `{…,"n":NUMBER,"hash":"HASH"}`. The hash is that of the hash before it, as 32 bytes,
/// and of the line's own bytes up to the comma before `"hash"`.
public final class ChainedLine {
    /// Before the first line of a chain.
    public static final String NO_HASH = "0".repeat(2 * Sha256.BYTES);

    static final byte[] NUMBER = ",\"n\":".getBytes(US_ASCII);
    static final byte[] HASH = ",\"hash\":\"".getBytes(US_ASCII);
    static final byte[] END = "\"}".getBytes(US_ASCII);

    private static final int TAIL = HASH.length + 2 * Sha256.BYTES + END.length;
    private static final int LONGEST_NUMBER = 15;

    private final byte[] bytes;
    private final long number;
    private final String hash;

    private ChainedLine(byte[] bytes, long number, String hash) {
        this.bytes = bytes;
        this.number = number;
        this.hash = hash;
    }

    /// Empty when the bytes do not have the form of such a line.
    ///
    /// @param bytes without the line's end
    public static Optional<ChainedLine> of(byte[] bytes) {
        int covered = bytes.length - TAIL;
        if (covered < 1
                || bytes[0] != '{'
                || !stands(HASH, bytes, covered)
                || !stands(END, bytes, bytes.length - END.length)) {
            return Optional.empty();
        }
        String hash = new String(bytes, covered + HASH.length, 2 * Sha256.BYTES, US_ASCII);
        int digits = covered;
        while (digits > 0 && bytes[digits - 1] >= '0' && bytes[digits - 1] <= '9') {
            digits--;
        }
        boolean isNumbered = digits < covered
                && covered - digits <= LONGEST_NUMBER
                && digits >= NUMBER.length
                && stands(NUMBER, bytes, digits - NUMBER.length);
        return isNumbered && hash.chars().allMatch(digit -> "0123456789abcdef".indexOf(digit) >= 0)
                ? Optional.of(new ChainedLine(
                        bytes, Long.parseLong(new String(bytes, digits, covered - digits, US_ASCII)), hash))
                : Optional.empty();
    }

    private static boolean stands(byte[] what, byte[] in, int at) {
        return Arrays.equals(what, 0, what.length, in, at, at + what.length);
    }

    public long number() {
        return number;
    }

    /// In 64 hexadecimal digits.
    public String hash() {
        return hash;
    }

    /// Whether its hash is right, where this one stands before it.
    public boolean follows(String previous) {
        MessageDigest digest = Sha256.digest();
        digest.update(HexFormat.of().parseHex(previous));
        digest.update(bytes, 0, bytes.length - TAIL);
        return HexFormat.of().formatHex(digest.digest()).equals(hash);
    }

    /// In bytes, without its end.
    int length() {
        return bytes.length;
    }

    /// As [#of(byte\[\])] took it.
    byte[] bytes() {
        return bytes.clone();
    }

    /// The JSON.
    public String text() {
        return new String(bytes, UTF_8);
    }
}
