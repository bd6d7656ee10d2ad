package dev.lakegate.config.toml;

import dev.lakegate.config.toml.TomlStatement.Header;
import dev.lakegate.config.toml.TomlStatement.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tomlj.Toml;

/// Finds where the statements of a valid TOML 1.0 text begin and end, which parsers do not tell.
final class TomlScanner {
    private static final Pattern DOTTED = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");

    private static final Pattern TIME = Pattern.compile(" [0-9]{2}:");

    private final String text;
    private int at;

    TomlScanner(String text) {
        this.text = text;
    }

    List<TomlStatement> statements() {
        List<TomlStatement> statements = new ArrayList<>();
        List<String> table = List.of();
        while (at < text.length()) {
            int start = at;
            skipSpace();
            switch (here()) {
                case '\r', '\n', '#', 0 -> skipLine();
                case '[' -> {
                    Header header = header(start);
                    table = header.table();
                    statements.add(header);
                }
                default -> statements.add(setting(table, start));
            }
        }
        return List.copyOf(statements);
    }

    private Header header(int start) {
        skipWhile("[");
        List<String> table = key();
        skipLine();
        return new Header(table, start, at);
    }

    private Setting setting(List<String> table, int start) {
        List<String> key = key();
        at++; // the equals sign
        skipSpace();
        int valueStart = at;
        skipValue();
        int valueEnd = at;
        skipLine();
        return new Setting(table, key, start, valueStart, valueEnd, at);
    }

    /// Ends before what follows the key: `=` or `]`.
    private List<String> key() {
        int start = at;
        while (at < text.length() && here() != '=' && here() != ']') {
            if (here() == '"' || here() == '\'') {
                skipString();
            } else {
                at++;
            }
        }
        String key = text.substring(start, at).strip();
        return DOTTED.matcher(key).matches() ? List.of(key.split("\\.")) : Toml.parseDottedKey(key);
    }

    private void skipValue() {
        switch (here()) {
            case '"', '\'' -> skipString();
            case '[', '{' -> skipBrackets();
            default -> {
                while (at < text.length() && ",]}# \t\r\n".indexOf(here()) < 0) {
                    at++;
                }
                // a space may stand between date and time
                if (TIME.matcher(text).region(at, text.length()).lookingAt()) {
                    at++;
                    skipValue();
                }
            }
        }
    }

    private void skipBrackets() {
        int depth = 0;
        do {
            switch (here()) {
                case '"', '\'' -> skipString();
                case '#' -> skipLine();
                case '[', '{' -> {
                    depth++;
                    at++;
                }
                case ']', '}' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private void skipString() {
        String quote = text.substring(at, at + 1);
        boolean escapes = quote.equals("\"");
        String end = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            at += escapes && here() == '\\' ? 2 : 1;
        }
        at = Math.min(at + end.length(), text.length());
        if (end.length() == 3) {
            // one or two quotes may stand right before the closing three
            skipWhile(quote);
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private void skipSpace() {
        skipWhile(" \t");
    }

    private void skipWhile(String characters) {
        while (at < text.length() && characters.indexOf(here()) >= 0) {
            at++;
        }
    }

    /// 0 at the end.
    private char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
