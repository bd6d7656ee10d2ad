package dev.lakegate.config;

import dev.lakegate.model.Phrase;

/// A file and its lines, as a person is told where something stands.
///
/// @param isDraft whether it is told of as it would be, and not as it is
record FilePlace(String name, boolean isDraft) {
    Phrase whole() {
        return isDraft ? Phrase.of("setting.at.draft", name) : Phrase.verbatim(name);
    }

    Phrase line(int line) {
        return isDraft
                ? Phrase.of("setting.at.draft.line", name, String.valueOf(line))
                : Phrase.verbatim(name + ":" + line);
    }
}
