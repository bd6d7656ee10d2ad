package dev.lakegate.model;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/// Texts for people, from resource bundles. English is where there is no translation.
public final class Languages {
    private static final Control NO_OTHER_LANGUAGE = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private Languages() {}

    /// In which this person's system shows its own texts.
    public static Locale ofThisPerson() {
        return Locale.getDefault(Locale.Category.DISPLAY);
    }

    /// Throws [java.util.MissingResourceException] where there is no such bundle.
    ///
    /// @param name     of the bundle, below `dev.lakegate.`
    /// @param language [Locale#ROOT] for English
    static ResourceBundle texts(String name, Locale language) {
        return ResourceBundle.getBundle("dev.lakegate." + name, language, NO_OTHER_LANGUAGE);
    }

    /// A text of a bundle with its blanks filled in (`MessageFormat`). Throws [java.util.MissingResourceException] for
    /// a
    /// key that no language has.
    public static String filled(String name, Locale language, String key, Object... values) {
        String text = texts(name, language).getString(key);
        return values.length == 0 ? text : new MessageFormat(text, language).format(values);
    }
}
