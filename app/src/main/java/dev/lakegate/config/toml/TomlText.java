package dev.lakegate.config.toml;

import dev.lakegate.config.toml.TomlStatement.Header;
import dev.lakegate.config.toml.TomlStatement.Setting;
import dev.lakegate.model.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;

/// A valid TOML text. A change touches the value that is changed and nothing else: comments, order,
/// line ends and every other value stay as they are. Immutable.
public final class TomlText {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern BLANK_LINE_AT_END = Pattern.compile("(?<=\\A|\n)[ \\t]*\\r?\\n\\z");

    private final String text;
    private final List<TomlStatement> statements;

    /// The text must be TOML; what is not leads to any text.
    public TomlText(String text) {
        this.text = text;
        this.statements = new TomlScanner(text).statements();
    }

    /// A table or value that cannot be changed without rewriting more than itself.
    public static final class NotEditable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Phrase what;
        private final String table;

        NotEditable(long line, List<String> key) {
            table = String.join(".", key);
            what = Phrase.of("setting.inline", String.valueOf(line), table);
        }

        /// The line, and what it writes so.
        public Phrase what() {
            return what;
        }

        /// What it had better write, dotted.
        public String table() {
            return table;
        }

        @Override
        public String getMessage() {
            return what + "; " + Phrase.of("setting.inline.remedy", table);
        }
    }

    /// With a value there; in the table's own section, wherever that stands, else in a new one.
    ///
    /// @param value a [String], an [Integer], a [Boolean], or a [List] of these
    public TomlText with(List<String> table, String key, Object value) throws NotEditable {
        List<String> path = new ArrayList<>(table);
        path.add(key);
        Optional<Setting> there = setting(path);
        if (there.isPresent()) {
            return replaced(there.get(), value);
        }
        for (Setting setting : settings()) {
            if (startsWith(path, setting.path())) {
                throw new NotEditable(lineOf(setting.start()), setting.path());
            }
        }
        String line = key(List.of(key)) + " = " + rendered(value);
        Optional<Header> section =
                headers().filter(header -> header.table().equals(table)).findFirst();
        if (section.isPresent()) {
            return inserted(endOf(section.get()), indentation(section.get()) + line);
        }
        Optional<Setting> dotted = settings().stream()
                .filter(setting -> setting.table().size() < table.size() && startsWith(setting.path(), table))
                .reduce((_, last) -> last);
        if (dotted.isPresent()) {
            // the table is made by dotted keys, so that it must not have a header (TOML 1.0, Table)
            List<String> relative = table.subList(dotted.get().table().size(), table.size());
            return inserted(dotted.get().end(), key(relative) + "." + line);
        }
        return inserted(placeOfNewSection(table), "", "[" + key(table) + "]", line);
    }

    /// With that table, empty yet; unchanged where it or something of it is there.
    public TomlText with(List<String> table) throws NotEditable {
        for (Setting setting : settings()) {
            if (startsWith(setting.path(), table)) {
                return this;
            }
            if (startsWith(table, setting.path())) {
                throw new NotEditable(lineOf(setting.start()), setting.path());
            }
        }
        return headers().anyMatch(header -> startsWith(header.table(), table))
                ? this
                : inserted(placeOfNewSection(table), "", "[" + key(table) + "]");
    }

    /// Without a value, and the rest of its line; unchanged where there is none.
    public TomlText without(List<String> path) {
        return setting(path)
                .map(there -> new TomlText(text.substring(0, there.start()) + text.substring(there.end())))
                .orElse(this);
    }

    /// Without that table and those in it: the lines of their headers and values go, with the blank
    /// line before a header. Comments on lines of their own stay.
    public TomlText withoutTable(List<String> table) throws NotEditable {
        StringBuilder left = new StringBuilder();
        int from = 0;
        for (TomlStatement statement : statements) {
            List<String> path = switch (statement) {
                case Header header -> header.table();
                case Setting setting -> setting.path();
            };
            if (statement instanceof Setting && path.size() < table.size() && startsWith(table, path)) {
                throw new NotEditable(lineOf(statement.start()), path);
            }
            if (startsWith(path, table)) {
                String before = text.substring(from, statement.start());
                left.append(
                        statement instanceof Header
                                ? BLANK_LINE_AT_END.matcher(before).replaceFirst("")
                                : before);
                from = statement.end();
            }
        }
        return new TomlText(left + text.substring(from));
    }

    @Override
    public String toString() {
        return text;
    }

    private Optional<Setting> setting(List<String> path) {
        return settings().stream()
                .filter(setting -> setting.path().equals(path))
                .findFirst();
    }

    private List<Setting> settings() {
        return statements.stream()
                .filter(Setting.class::isInstance)
                .map(Setting.class::cast)
                .toList();
    }

    private Stream<Header> headers() {
        return statements.stream().filter(Header.class::isInstance).map(Header.class::cast);
    }

    private TomlText replaced(Setting there, Object value) {
        Object now = plain(Toml.parse("value = " + text.substring(there.valueStart(), there.valueEnd()))
                .get("value"));
        return plain(value).equals(now)
                ? this
                : new TomlText(
                        text.substring(0, there.valueStart()) + rendered(value) + text.substring(there.valueEnd()));
    }

    /// Where the section's last value ends: what follows, comments perhaps, belongs to the next
    /// section.
    private int endOf(Header section) {
        int end = section.end();
        for (TomlStatement after : statements.subList(statements.indexOf(section) + 1, statements.size())) {
            switch (after) {
                case Header _ -> {
                    return end;
                }
                case Setting setting -> end = setting.end();
            }
        }
        return end;
    }

    private String indentation(Header section) {
        return statements.stream()
                .skip(statements.indexOf(section) + 1L)
                .findFirst()
                .filter(Setting.class::isInstance)
                .map(first -> text.substring(first.start()).split("\\S", 2)[0])
                .orElse("");
    }

    /// After the sections nearest in kin, at the end where there are none.
    private int placeOfNewSection(List<String> table) {
        for (int kin = table.size(); kin > 1; kin--) {
            List<String> ancestor = table.subList(0, kin);
            Optional<Header> last = headers()
                    .filter(header -> startsWith(header.table(), ancestor))
                    .reduce((_, later) -> later);
            if (last.isPresent()) {
                return endOf(last.get());
            }
        }
        return text.length();
    }

    private TomlText inserted(int at, String... lines) {
        String newline = text.contains("\r\n") ? "\r\n" : "\n";
        String before = text.substring(0, at);
        boolean atLineStart = before.isEmpty() || before.endsWith("\n");
        String added = List.of(lines).stream()
                .skip(before.isEmpty() && lines[0].isEmpty() ? 1 : 0)
                .map(line -> line + newline)
                .collect(Collectors.joining());
        return new TomlText(before + (atLineStart ? "" : newline) + added + text.substring(at));
    }

    private long lineOf(int at) {
        return 1
                + text.substring(0, at)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }

    private static boolean startsWith(List<String> path, List<String> beginning) {
        return path.size() >= beginning.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }

    private static String key(List<String> path) {
        return path.stream()
                .map(part -> BARE.matcher(part).matches() ? part : rendered(part))
                .collect(Collectors.joining("."));
    }

    private static String rendered(Object value) {
        return switch (value) {
            case String string -> "\"" + Toml.tomlEscape(string) + "\"";
            case Integer number -> number.toString();
            case Boolean yesOrNo -> yesOrNo.toString();
            case List<?> list -> list.stream().map(TomlText::rendered).collect(Collectors.joining(", ", "[", "]"));
            default -> throw new IllegalArgumentException("no value of a setting: " + value.getClass());
        };
    }

    /// As values are compared, of whatever origin.
    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case TomlArray array -> array.toList().stream().map(TomlText::plain).toList();
            case List<?> list -> list.stream().map(TomlText::plain).toList();
            case Integer number -> number.longValue();
            default -> value;
        };
    }
}
