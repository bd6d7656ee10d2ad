package dev.lakegate.model;

import java.nio.file.Path;

/// Why a sign-in could not be kept on this machine, or what was kept could not be used.
public sealed interface KeyStoreProblem extends Problem {

    /// None, or none that can be reached.
    ///
    /// @param reason why, in a clause
    record KeyStoreAbsent(String reason) implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "key_store_absent",
                    "This machine has no key store that Lakegate could use: " + reason + ".",
                    "Keep 'lakegate run' running, which keeps the sign-in in memory, or choose another credentials.store in lakegate.toml.");
        }
    }

    /// The person did not unlock it, or dismissed its prompt.
    ///
    /// @param store its name, as people know it
    record KeyStoreLocked(String store) implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "key_store_locked",
                    "The key store (" + store + ") is locked, and was not unlocked.",
                    "Unlock it and run 'lakegate login'; Lakegate does not ask again by itself.");
        }
    }

    record KeyStoreFailed(String store, String reason) implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "key_store_failed",
                    "The key store (" + store + ") did not do what it was asked: " + reason + ".",
                    "See whether other programs can use it, then try again; 'lakegate doctor' tells more.");
        }
    }

    record PassphraseNeeded() implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "passphrase_needed",
                    "The sign-in is kept under a passphrase, and there is no terminal to ask for it.",
                    "Start Lakegate in a terminal, or choose another credentials.store in lakegate.toml.");
        }
    }

    record PassphraseWrong() implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "passphrase_wrong",
                    "The passphrase does not open what is kept under it.",
                    "Try again; 'lakegate reset' forgets what is kept and starts over.");
        }
    }

    /// What was kept is damaged, foreign, or an older one put back.
    ///
    /// @param file  where it was
    /// @param aside where it is now, for whoever wants to look at it
    record CredentialsSetAside(Path file, Path aside, String reason) implements KeyStoreProblem {
        @Override
        public Text text() {
            return new Text(
                    "credentials_set_aside",
                    "The kept sign-in " + file + " cannot be used, because " + reason + "; it was moved to " + aside
                            + ".",
                    "Run 'lakegate login'; delete the file that was moved if nobody wants to look into it.");
        }
    }
}
