package dev.lakegate.token;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Token;
import java.time.Duration;

/// Where a token comes from.
@FunctionalInterface
public interface TokenSource {

    /// Blocks, for as long as an identity provider or a gateway takes to answer.
    ///
    /// @param remaining for how long the token must stay valid; a new token is accepted even when it lives shorter
    Token token(Duration remaining) throws ProblemException;
}
