package dev.lakegate.ui.kit;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/// The window's and the tray's texts, in the language in which this person's system shows its own;
/// English where there is no translation. Those of problems are in [ProblemWords].
public final class Words {
    private static final Control NO_OTHER_LANGUAGE = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private Words() {}

    /// A text with its blanks filled in (`MessageFormat`). Throws [MissingResourceException] for a
    /// key that no language has.
    public static String of(String key, Object... values) {
        Locale locale = language();
        String text = bundle("words").getString(key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /// Texts of the person's language, else English.
    static ResourceBundle bundle(String name) {
        return ResourceBundle.getBundle("dev.lakegate.ui." + name, language(), NO_OTHER_LANGUAGE);
    }

    /// The person's own.
    public static Locale language() {
        return Locale.getDefault(Locale.Category.DISPLAY);
    }
}
