package dev.lakegate.ui.settings;

import dev.lakegate.config.Form.Shape;
import dev.lakegate.config.SettingsSheet.Setting;
import dev.lakegate.config.toml.TomlText;
import dev.lakegate.config.toml.TomlText.NotEditable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the person has changed and not saved yet, in order.
record Draft(List<Edit> edits) {
    static final Draft NONE = new Draft(List.of());

    Draft {
        edits = List.copyOf(edits);
    }

    /// One change of `lakegate.toml`. Tables are told by their dotted keys.
    sealed interface Edit {
        record Added(String table) implements Edit {}

        record Removed(String table) implements Edit {}

        /// A value, or none any more.
        ///
        /// @param text as the form has it; an empty one takes the setting out
        record Typed(Setting setting, String text) implements Edit {}
    }

    Draft and(List<Edit> later) {
        List<Edit> all = new ArrayList<>(edits);
        all.addAll(later);
        return new Draft(all);
    }

    /// The file's text with all of them; everything else in it stays as it is.
    TomlText on(TomlText file) throws NotEditable {
        TomlText text = file;
        for (Edit edit : edits) {
            text = switch (edit) {
                case Edit.Added(String table) -> text.with(path(table));
                case Edit.Removed(String table) -> text.withoutTable(path(table));
                case Edit.Typed(Setting setting, String typed) -> typed(text, setting, typed.strip());
            };
        }
        return text;
    }

    private static TomlText typed(TomlText text, Setting setting, String typed) throws NotEditable {
        List<String> path = path(setting.key());
        return typed.isEmpty()
                ? text.without(path)
                : text.with(path.subList(0, path.size() - 1), path.getLast(), value(setting.shape(), typed));
    }

    private static List<String> path(String key) {
        return List.of(key.split("\\.", -1));
    }

    /// As TOML has it; what does not look as it should stays a text, which the check then tells.
    private static Object value(Shape shape, String text) {
        return switch (shape) {
            case TEXT, CHOICE -> text;
            case NUMBER -> number(text);
            case YES_OR_NO -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            case LIST -> Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            case NUMBERS ->
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(Draft::number)
                        .toList();
        };
    }

    private static Object number(String text) {
        return text.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(text) : text;
    }
}
