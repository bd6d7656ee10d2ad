package dev.lakegate.proxy;

import dev.lakegate.config.Profile.IdentityField;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Token;
import dev.lakegate.token.CachedTokenSource;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/// The tokens of one route as the fields that carry them, encoded once for each pair of tokens.
public final class RouteCredentials {
    private final IdentityField identityField;
    private final CachedTokenSource identity;
    private final @Nullable CachedTokenSource workspace;
    private volatile @Nullable Credentials encoded;

    /// Of a route.
    ///
    /// @param workspace null on a route whose credential is the identity alone
    public RouteCredentials(
            IdentityField identityField, CachedTokenSource identity, @Nullable CachedTokenSource workspace) {
        this.identityField = identityField;
        this.identity = identity;
        this.workspace = workspace;
    }

    /// Tokens and the fields that carry them.
    record Credentials(Token identity, @Nullable Token workspace, List<HttpField> fields) {

        /// By reference: these are the cache's own objects, and comparing values would read both tokens at each
        /// request.
        @SuppressWarnings("ReferenceEquality")
        boolean areOf(Token identityToken, @Nullable Token workspaceToken) {
            return identity == identityToken && workspace == workspaceToken;
        }
    }

    /// Those that are at hand and stay valid on the way; null when a token has to be obtained first. Never
    /// blocks.
    ///
    /// @param onTheWay how long that may take
    @Nullable
    Credentials ready(Duration onTheWay) {
        Token identityToken = identity.ready(onTheWay);
        if (identityToken == null) {
            return null;
        }
        if (workspace == null) {
            return encoded(identityToken, null);
        }
        Token workspaceToken = workspace.ready(onTheWay);
        return workspaceToken == null ? null : encoded(identityToken, workspaceToken);
    }

    /// Blocks until both tokens are there.
    Credentials obtain(Duration onTheWay) throws ProblemException {
        Token workspaceToken = workspace == null ? null : workspace.token(onTheWay);
        return encoded(identity.token(onTheWay), workspaceToken);
    }

    /// Those that take the place of some of which one was refused; the same ones when there are none newer.
    /// Blocks.
    Credentials insteadOf(Credentials refused, DeadToken dead) throws ProblemException {
        return switch (dead) {
            case IDENTITY -> encoded(identity.insteadOf(refused.identity), refused.workspace);
            case WORKSPACE, WORKSPACE_PERHAPS ->
                workspace == null || refused.workspace == null
                        ? refused
                        : encoded(refused.identity, workspace.insteadOf(refused.workspace));
            case NONE -> refused;
        };
    }

    private Credentials encoded(Token identityToken, @Nullable Token workspaceToken) {
        Credentials known = encoded;
        if (known == null || !known.areOf(identityToken, workspaceToken)) {
            known = new Credentials(identityToken, workspaceToken, encode(identityToken, workspaceToken));
            encoded = known;
        }
        return known;
    }

    private List<HttpField> encode(Token identityToken, @Nullable Token workspaceToken) {
        HttpField identified = bearer(identityField.fieldName(), identityToken);
        return workspaceToken == null
                ? List.of(identified)
                : List.of(bearer(HttpHeader.AUTHORIZATION.asString(), workspaceToken), identified);
    }

    private static HttpField bearer(String name, Token token) {
        return new PreEncodedHttpField(name, "Bearer " + token.value().reveal());
    }
}
