package dev.lakegate.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far a chain has come: a value that nobody can have known before its last line was written, and that fixes every
/// line up to that.
///
/// @param chain  what the chain is called by: the first 16 hexadecimal digits of its first line's hash
/// @param number of the last line, counted from 1
/// @param hash   of the last line, in 64 hexadecimal digits
public record Head(String chain, long number, String hash) {
    /// The first of the hash go to the gateway: 128 bits, enough that nobody finds another history for them later.
    public static final int DIGITS_TOLD = 32;

    private static final int CHAIN_DIGITS = 16;

    private static final Pattern FIELD =
            Pattern.compile("([0-9a-f]{" + CHAIN_DIGITS + "}):([0-9]{1,15}):([0-9a-f]{" + DIGITS_TOLD + "})");

    /// What the chain is called by whose first line has this hash.
    public static String chainOf(String firstHash) {
        return firstHash.substring(0, CHAIN_DIGITS);
    }

    /// As the field `X-Lakegate-Audit-Head` has it, `CHAIN:NUMBER:HASH`.
    public String field() {
        return chain + ':' + number + ':' + hash.substring(0, DIGITS_TOLD);
    }

    /// What such a field says; its hash has the digits that are told alone. Empty when it is none.
    public static Optional<Head> told(String field) {
        Matcher match = FIELD.matcher(field);
        return match.matches()
                ? Optional.of(new Head(match.group(1), Long.parseLong(match.group(2)), match.group(3)))
                : Optional.empty();
    }
}
