package dev.lakegate.token;

import dev.lakegate.audit.AuditEvent.Exchanged;
import dev.lakegate.audit.AuditTrail;
import dev.lakegate.config.Route;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import dev.lakegate.oauth.WorkspaceExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Workspace tokens, each exchanged for the identity token.
public final class ExchangedTokenSource implements TokenSource {
    /// Databricks refuses to exchange a token within 30 s of its expiry.
    private static final Duration EXCHANGEABLE = Duration.ofSeconds(40);

    private final TokenSource identity;
    private final WorkspaceExchange exchange;
    private final Route route;
    private final Supplier<@Nullable String> person;
    private final InstantSource clock;
    private final AuditTrail trail;

    /// Of one route's workspace, and as its service principal.
    ///
    /// @param person the label of whoever is signed in, null when nobody is
    /// @param trail  learns of every exchange, and of those that fail
    public ExchangedTokenSource(
            TokenSource identity,
            WorkspaceExchange exchange,
            Route route,
            Supplier<@Nullable String> person,
            InstantSource clock,
            AuditTrail trail) {
        this.identity = identity;
        this.exchange = exchange;
        this.route = route;
        this.person = person;
        this.clock = clock;
        this.trail = trail;
    }

    @Override
    public Token token(Duration remaining) throws ProblemException {
        Secret identityToken = identity.token(EXCHANGEABLE).value();
        long begun = System.nanoTime();
        try {
            Token token = exchange.exchange(route.workspace(), route.servicePrincipal(), identityToken);
            note(token.expiresAt(), null, begun);
            return token;
        } catch (ProblemException failure) {
            note(null, failure.problem().code(), begun);
            throw failure;
        }
    }

    private void note(@Nullable Instant expiresAt, @Nullable String problem, long begunNanos) {
        trail.append(new Exchanged(
                clock.instant(),
                route.name().value(),
                route.workspace(),
                person.get(),
                route.servicePrincipal().orElse(null),
                expiresAt,
                problem,
                (System.nanoTime() - begunNanos) / 1_000));
    }
}
