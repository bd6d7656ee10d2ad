package dev.lakegate.diagnosis;

import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Outcome.Fine;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;

/// What was found in the words in which the commands tell it, to be compared.
final class English {
    private English() {}

    static Finding of(Finding finding) {
        return new Finding(of(finding.about()), of(finding.outcome()));
    }

    static Outcome of(Outcome outcome) {
        return switch (outcome) {
            case Fine(Phrase detail) -> new Fine(of(detail));
            case Attention(Phrase detail, Phrase remedy) -> new Attention(of(detail), of(remedy));
            case Wrong(Phrase detail, Phrase remedy, ExitStatus status) -> new Wrong(of(detail), of(remedy), status);
            case NotLookedAt(Phrase reason) -> new NotLookedAt(of(reason));
        };
    }

    private static Phrase of(Phrase phrase) {
        return Phrase.verbatim(phrase.toString());
    }
}
