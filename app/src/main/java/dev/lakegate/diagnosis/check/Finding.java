package dev.lakegate.diagnosis.check;

import dev.lakegate.model.Phrase;

/// One thing that a check looked at.
///
/// @param about a profile, a route, a variable …, as in "acme: provider"
public record Finding(Phrase about, Outcome outcome) {

    /// Of what has the same name in every language.
    public Finding(String name, Outcome outcome) {
        this(Phrase.verbatim(name), outcome);
    }
}
