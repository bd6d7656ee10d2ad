package dev.lakegate.token;

import dev.lakegate.config.Route;
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
    private final Route route;

    /// Of one route's workspace, and as its service principal.
    public ExchangedTokenSource(TokenSource identity, WorkspaceExchange exchange, Route route) {
        this.identity = identity;
        this.exchange = exchange;
        this.route = route;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        return exchange.exchange(
                route.workspace(),
                route.servicePrincipal(),
                identity.token(EXCHANGEABLE).value());
    }
}
