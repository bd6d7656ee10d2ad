package dev.lakegate.session;

import dev.lakegate.model.ProblemException;

/// A command's part in a sign-in. Closing it before the end gives up, unless others still wait.
public interface SignInHandle extends AutoCloseable {

    /// The whole address at which the browser ended, where that browser cannot reach this machine.
    void paste(String callback);

    /// Blocks until the person has signed in, and returns the person's label.
    String await() throws ProblemException, Refusal;

    @Override
    void close();
}
