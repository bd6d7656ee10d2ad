package dev.lakegate.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// By what every [Secret] of this process is known again in a text: plain, URL-encoded, or in base64 at any of the
/// three alignments. Kept is no more than a keyed hash of each form and of its first 12 characters.
public final class SecretMarks {
    /// Beginnings that are shorter are too common.
    private static final int SHORTEST = 6;

    private static final int BEGINNING = 12;
    private static final String HIDDEN = "***";

    /// Odd and known to nobody: the base of the polynomial.
    private static final long BASE = new SecureRandom().nextLong() | 1;

    /// By the length of the beginning: the whole form by the beginning's hash.
    private static final Map<Integer, Map<Long, Whole>> MARKS = new ConcurrentHashMap<>();

    private SecretMarks() {}

    /// Of one form with that beginning; what has no blanks or the like ends where the word ends, whole or cut off.
    private record Whole(int length, long hash) {
        boolean standsIn(String text, int at) {
            return at + length <= text.length() && SecretMarks.hash(text, at, length) == hash;
        }
    }

    static void remember(String secret) {
        mark(secret);
        mark(URLEncoder.encode(secret, UTF_8));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = (" ".repeat(before) + secret).getBytes(UTF_8);
            mark(inner(Base64.getEncoder().withoutPadding().encodeToString(shifted), before));
            mark(inner(Base64.getUrlEncoder().withoutPadding().encodeToString(shifted), before));
        }
    }

    /// Less what mixes with the bits of what stands before and after.
    private static String inner(String base64, int before) {
        int from = Math.min(before == 0 ? 0 : 4, base64.length());
        return base64.substring(from, Math.max(from, base64.length() - 1));
    }

    private static void mark(String form) {
        if (form.length() >= SHORTEST) {
            int length = Math.min(BEGINNING, form.length());
            MARKS.computeIfAbsent(length, _ -> new ConcurrentHashMap<>())
                    .put(hash(form, 0, length), new Whole(form.length(), hash(form, 0, form.length())));
        }
    }

    private static long hash(String text, int from, int length) {
        long hash = 0;
        for (int at = from; at < from + length; at++) {
            hash = hash * BASE + text.charAt(at);
        }
        return hash;
    }

    /// The text with `***` for each secret in it, and for what goes on after it without a break. Takes a time that
    /// depends on the text's length, not on how many secrets there are.
    public static String hiddenIn(String text) {
        String hidden = text;
        for (Map.Entry<Integer, Map<Long, Whole>> marks : MARKS.entrySet()) {
            hidden = hiddenIn(hidden, marks.getKey(), marks.getValue());
        }
        return hidden;
    }

    private static String hiddenIn(String text, int length, Map<Long, Whole> marks) {
        if (text.length() < length) {
            return text;
        }
        long highest = 1;
        for (int power = 1; power < length; power++) {
            highest *= BASE;
        }
        StringBuilder hidden = new StringBuilder();
        int told = 0;
        long hash = hash(text, 0, length);
        int at = 0;
        while (true) {
            Whole whole = at < told ? null : marks.get(hash);
            if (whole != null) {
                hidden.append(text, told, at).append(HIDDEN);
                told = end(text, at + (whole.standsIn(text, at) ? whole.length() : length));
            }
            if (at + length >= text.length()) {
                break;
            }
            hash = (hash - text.charAt(at) * highest) * BASE + text.charAt(at + length);
            at++;
        }
        return hidden.append(text, Math.min(told, text.length()), text.length()).toString();
    }

    private static int end(String text, int least) {
        int end = least;
        while (end < text.length() && isOfTokens(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfTokens(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-._~+/=%".indexOf(character) >= 0;
    }
}
