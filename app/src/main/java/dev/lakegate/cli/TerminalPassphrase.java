package dev.lakegate.cli;

import dev.lakegate.keystore.vault.PassphrasePrompt;
import dev.lakegate.model.KeyStoreProblem.PassphraseNeeded;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/// Asks for the passphrase at the terminal, without showing what is typed.
public final class TerminalPassphrase implements PassphrasePrompt {

    @Override
    public Secret ask(Occasion occasion) throws ProblemException {
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new ProblemException(new PassphraseNeeded()));
        return switch (occasion) {
            case OPEN -> typed(console, "Passphrase of Lakegate's sign-ins: ");
            case CHOOSE -> chosen(console);
        };
    }

    private static Secret chosen(Console console) throws ProblemException {
        Secret passphrase = typed(console, "Choose a passphrase for Lakegate's sign-ins: ");
        while (!typed(console, "The same again: ").equals(passphrase)) {
            console.printf("These were two different ones.%n");
            passphrase = typed(console, "Choose a passphrase for Lakegate's sign-ins: ");
        }
        return passphrase;
    }

    private static Secret typed(Console console, String question) throws ProblemException {
        char[] characters = console.readPassword("%s", question);
        if (characters == null || characters.length == 0) {
            throw new ProblemException(new PassphraseNeeded());
        }
        try {
            return new Secret(new String(characters));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
