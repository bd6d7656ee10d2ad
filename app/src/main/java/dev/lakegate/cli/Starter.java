package dev.lakegate.cli;

import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Control;
import dev.lakegate.session.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Builds the program for the commands; the root package knows how.
public interface Starter {

    /// Reads the configuration and opens the listeners, for `lakegate run`.
    ///
    /// @param settings values of `--set`, by dotted key
    Started start(Map<String, String> settings) throws ProblemException;

    /// As [#start], for the desktop app, on a machine that may have no profile yet.
    Started startBeforeJoining() throws ProblemException;

    /// What shows the program to whoever sits before it.
    Desktop desktop();

    /// Builds what a command needs to do its work alone, when no program runs; nothing listens.
    Alone alone() throws ProblemException;

    /// Wipes every kept sign-in, and the keys in the key store, without reading the configuration.
    void forgetSignIns() throws ProblemException;

    /// The public key that seals the audit log (X.509 SubjectPublicKeyInfo, base64), from the key
    /// store, which may ask the person to unlock it; empty when it holds none.
    Optional<String> auditKey() throws ProblemException;

    /// The program as started.
    ///
    /// @param problems routes that could not listen
    /// @param drain    closes the listeners, then waits for the requests under way: until a
    /// deadline, or until what it is given completes because somebody is in a hurry; those that are
    /// left are then ended
    /// @param stop     ends it, and what is under way with it
    record Started(
            Instance instance,
            List<ProblemException> problems,
            Consumer<CompletableFuture<Void>> drain,
            Runnable stop) {
        public Started {
            problems = List.copyOf(problems);
        }
    }

    /// A command's own program.
    ///
    /// @param stop ends it; called once
    record Alone(Control control, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }
}
