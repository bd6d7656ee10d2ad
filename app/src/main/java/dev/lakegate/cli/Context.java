package dev.lakegate.cli;

import dev.lakegate.cli.Starter.Alone;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Locations;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.Control;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// What every command is given.
///
/// @param version of this program
record Context(
        String version,
        Locations locations,
        Map<String, String> environment,
        Starter starter,
        BufferedReader in,
        PrintStream out,
        PrintStream err) {

    /// What is asked of the running program or, where none runs, of one for this command alone.
    @FunctionalInterface
    interface Question<T> {
        T ask(Control control) throws ProblemException, Refusal;
    }

    <T> T ask(Question<T> question) throws ProblemException, Refusal {
        ControlClient running = running();
        if (running.isRunning()) {
            return question.ask(running);
        }
        try (Alone alone = starter.alone()) {
            return question.ask(alone.control());
        }
    }

    ControlClient running() {
        return new ControlClient(
                version,
                locations.socketFile(),
                other -> err.println("lakegate: this command is of version " + version
                        + ", the running program of version " + other
                        + "; end the program and start it again to have one version."));
    }

    /// The person's folder.
    Path home() {
        return Locations.home(environment);
    }

    Configuration configuration() throws ProblemException {
        return new ConfigurationLoader(locations, environment, Map.of()).load();
    }

    /// Whether the person says yes; refuses to guess when nobody is there to.
    ///
    /// @param otherwise what to do where nobody can be asked
    boolean confirms(String question, String otherwise) throws Unanswered {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            String answer = in.readLine();
            if (answer != null) {
                return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
            }
        } catch (IOException closed) {
            // the same as nobody
        }
        throw new Unanswered(otherwise);
    }

    /// Nobody was there to confirm.
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        private Unanswered(String otherwise) {
            super("nothing was done: there is nobody to ask here; " + otherwise);
        }
    }
}
