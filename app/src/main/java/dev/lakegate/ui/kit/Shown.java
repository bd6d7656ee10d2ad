package dev.lakegate.ui.kit;

import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// How a list or an axis shows its values, where nobody types any.
public final class Shown<T> extends StringConverter<T> {
    private final Function<? super T, String> words;

    private Shown(Function<? super T, String> words) {
        this.words = words;
    }

    public static <T> Shown<T> as(Function<? super T, String> words) {
        return new Shown<>(words);
    }

    /// A list asks for the words of none before anything is chosen.
    @Override
    public String toString(@Nullable T value) {
        return value == null ? "" : words.apply(value);
    }

    @Override
    public T fromString(String text) {
        throw new UnsupportedOperationException("nobody types into it");
    }
}
