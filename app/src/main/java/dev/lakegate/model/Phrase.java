package dev.lakegate.model;

import java.util.List;
import java.util.Locale;

/// Something told to a person: in their language in the window, in English (`toString`) everywhere else.
public sealed interface Phrase {

    /// In the person's language; English where it has no translation.
    String local();

    /// What `phrases.properties` has under a key.
    ///
    /// @param values for its blanks (`MessageFormat`): texts, [Phrase]s, and numbers where the text counts
    ///     something; a number that is a name, as a port, is a text, else its thousands are set apart
    static Phrase of(String key, Object... values) {
        return new Worded(key, List.of(values));
    }

    /// A name, an address, or what another program has said: the same in every language.
    static Phrase verbatim(String text) {
        return new Verbatim(text);
    }

    /// What happened, by the code of a problem.
    ///
    /// @param told the same in English, with its particulars
    static Phrase what(String code, String told) {
        return new WhatHappened(code, told);
    }

    /// What to do about it, likewise.
    static Phrase remedy(String code, String told) {
        return new Remedy(code, told);
    }

    /// See [#of].
    record Worded(String key, List<Object> values) implements Phrase {
        private static final String BUNDLE = "model.phrases";

        public Worded {
            values = List.copyOf(values);
        }

        @Override
        public String local() {
            return Languages.filled(
                    BUNDLE,
                    Languages.ofThisPerson(),
                    key,
                    values.stream()
                            .map(value -> value instanceof Phrase phrase ? phrase.local() : value)
                            .toArray());
        }

        @Override
        public String toString() {
            return Languages.filled(
                    BUNDLE,
                    Locale.ROOT,
                    key,
                    values.stream()
                            .map(value -> value instanceof Phrase phrase ? phrase.toString() : value)
                            .toArray());
        }
    }

    /// See [#verbatim].
    record Verbatim(String text) implements Phrase {
        @Override
        public String local() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// See [#what].
    record WhatHappened(String code, String told) implements Phrase {
        @Override
        public String local() {
            return ProblemWords.what(code, told);
        }

        @Override
        public String toString() {
            return told;
        }
    }

    /// See [#remedy].
    record Remedy(String code, String told) implements Phrase {
        @Override
        public String local() {
            return ProblemWords.remedy(code, told);
        }

        @Override
        public String toString() {
            return told;
        }
    }
}
