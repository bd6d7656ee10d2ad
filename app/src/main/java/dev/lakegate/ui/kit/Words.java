package dev.lakegate.ui.kit;

import dev.lakegate.model.Languages;

/// The window's and the tray's texts, in the person's language. Those of problems are in
/// [dev.lakegate.model.ProblemWords].
public final class Words {
    private Words() {}

    /// A text with its blanks filled in (`MessageFormat`). Throws [java.util.MissingResourceException] for a
    /// key that no language has.
    public static String of(String key, Object... values) {
        return Languages.filled("ui.words", Languages.ofThisPerson(), key, values);
    }
}
