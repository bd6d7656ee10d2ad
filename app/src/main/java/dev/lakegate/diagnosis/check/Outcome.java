package dev.lakegate.diagnosis.check;

import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;

/// What one look brought.
public sealed interface Outcome {

    /// As it should be.
    ///
    /// @param detail what was seen, without a full stop
    record Fine(Phrase detail) implements Outcome {}

    /// It works, or may; somebody should know all the same.
    ///
    /// @param detail what was seen, without a full stop
    /// @param remedy what to do, a sentence
    record Attention(Phrase detail, Phrase remedy) implements Outcome {}

    /// It does not work.
    ///
    /// @param detail what was seen, without a full stop
    /// @param remedy what to do, a sentence
    /// @param status how `lakegate doctor` ends when nothing else is wrong: [ExitStatus#SIGN_IN_NEEDED],
    ///               [ExitStatus#UNREACHABLE] or [ExitStatus#FAILED]
    record Wrong(Phrase detail, Phrase remedy, ExitStatus status) implements Outcome {
        public Wrong(Phrase detail, Phrase remedy) {
            this(detail, remedy, ExitStatus.FAILED);
        }
    }

    /// Something else has to be mended first, or the look took too long.
    ///
    /// @param reason without a full stop
    record NotLookedAt(Phrase reason) implements Outcome {}

    /// How much it matters; the worst of a check's findings is the check's own.
    default Rank rank() {
        return switch (this) {
            case Fine _ -> Rank.FINE;
            case NotLookedAt _ -> Rank.NOT_LOOKED_AT;
            case Attention _ -> Rank.ATTENTION;
            case Wrong _ -> Rank.WRONG;
        };
    }

    /// From the best to the worst; the JSON form has them in lower case.
    enum Rank {
        FINE,
        NOT_LOOKED_AT,
        ATTENTION,
        WRONG
    }
}
