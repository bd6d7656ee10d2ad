package dev.lakegate.token;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Token;
import dev.lakegate.oauth.WorkspaceExchange;
import java.time.Duration;

/// Workspace tokens, each exchanged for the identity token.
public final class ExchangedTokenSource implements TokenSource {
    /// Databricks refuses to exchange a token within 30 s of its expiry.
    private static final Duration EXCHANGEABLE = Duration.ofSeconds(40);

    private final TokenSource identity;
    private final WorkspaceExchange exchange;
    private final String workspace;

    /// Of one workspace.
    ///
    /// @param workspace the workspace's public host name
    public ExchangedTokenSource(TokenSource identity, WorkspaceExchange exchange, String workspace) {
        this.identity = identity;
        this.exchange = exchange;
        this.workspace = workspace;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        return exchange.exchange(workspace, identity.token(EXCHANGEABLE).value());
    }
}
