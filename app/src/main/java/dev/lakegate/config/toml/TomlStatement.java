package dev.lakegate.config.toml;

import java.util.ArrayList;
import java.util.List;

/// What a line of TOML says, or several lines where a value goes over these; comments and blank lines say nothing.
/// Places are indices into the text.
sealed interface TomlStatement {

    /// Where its first line begins.
    int start();

    /// Behind the end of its last line.
    int end();

    /// `[table]` or `[[table]]`.
    record Header(List<String> table, int start, int end) implements TomlStatement {
        public Header {
            table = List.copyOf(table);
        }
    }

    /// `key = value`.
    ///
    /// @param table of the section that it stands in
    /// @param key   within that table, more than one part where it is dotted
    record Setting(List<String> table, List<String> key, int start, int valueStart, int valueEnd, int end)
            implements TomlStatement {
        public Setting {
            table = List.copyOf(table);
            key = List.copyOf(key);
        }

        List<String> path() {
            List<String> path = new ArrayList<>(table);
            path.addAll(key);
            return path;
        }
    }
}
