package dev.lakegate.cli;

import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Instance;
import java.util.List;
import java.util.Map;

/// Starts the program proper for `lakegate run`; the root package knows how.
@FunctionalInterface
public interface Starter {

    /// Reads the configuration and opens the listeners.
    ///
    /// @param settings values of `--set`, by dotted key
    Started start(Map<String, String> settings) throws ProblemException;

    /// The program as started.
    ///
    /// @param problems routes that could not listen
    /// @param stop     ends it; called once
    record Started(Instance instance, List<ProblemException> problems, Runnable stop) {
        public Started {
            problems = List.copyOf(problems);
        }
    }
}
