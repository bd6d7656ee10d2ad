package dev.lakegate.diagnosis.check;

import dev.lakegate.model.Phrase;
import java.util.function.Function;

/// What was looked for, or why it could not be seen.
public sealed interface Looked<T> {

    record Seen<T>(T value) implements Looked<T> {}

    /// The reason is a clause, without a full stop.
    record Unseen<T>(Phrase reason) implements Looked<T> {}

    /// Applies one of the two.
    default <R> R fold(Function<? super T, ? extends R> seen, Function<Phrase, ? extends R> unseen) {
        return switch (this) {
            case Seen<T>(T value) -> seen.apply(value);
            case Unseen<T>(Phrase reason) -> unseen.apply(reason);
        };
    }
}
