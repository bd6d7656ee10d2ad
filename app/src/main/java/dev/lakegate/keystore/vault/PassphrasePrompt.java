package dev.lakegate.keystore.vault;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;

/// Asks a person for the passphrase. Blocks until they have answered.
@FunctionalInterface
public interface PassphrasePrompt {

    /// Throws [PassphraseNeeded] when there is nobody to ask.
    Secret ask(Occasion occasion) throws ProblemException;

    /// What it is asked for.
    enum Occasion {
        /// To be chosen now, and so to be typed twice: nothing could tell a slip.
        CHOOSE,
        /// The one that was chosen before.
        OPEN
    }
}
