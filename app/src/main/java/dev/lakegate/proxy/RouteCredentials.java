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
    /// A token must outlive the way to the gateway.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    private final IdentityField identityField;
    private final CachedTokenSource identity;
    private final @Nullable CachedTokenSource workspace;
    private volatile @Nullable Encoded encoded;

    /// Of a route.
    ///
    /// @param workspace null on a route whose credential is the identity alone
    public RouteCredentials(
            IdentityField identityField, CachedTokenSource identity, @Nullable CachedTokenSource workspace) {
        this.identityField = identityField;
        this.identity = identity;
        this.workspace = workspace;
    }

    private record Encoded(Token identity, @Nullable Token workspace, List<HttpField> fields) {

        /// By reference: these are the cache's own objects, and comparing values would read both tokens at each
        /// request.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Token identityToken, @Nullable Token workspaceToken) {
            return identity == identityToken && workspace == workspaceToken;
        }
    }

    /// The fields, or null when a token has to be obtained first. Never blocks.
    @Nullable
    List<HttpField> ready() {
        Token identityToken = identity.ready(ON_THE_WAY);
        if (identityToken == null) {
            return null;
        }
        if (workspace == null) {
            return fields(identityToken, null);
        }
        Token workspaceToken = workspace.ready(ON_THE_WAY);
        return workspaceToken == null ? null : fields(identityToken, workspaceToken);
    }

    /// Blocks until both tokens are there.
    List<HttpField> obtain() throws ProblemException {
        Token workspaceToken = workspace == null ? null : workspace.token(ON_THE_WAY);
        return fields(identity.token(ON_THE_WAY), workspaceToken);
    }

    private List<HttpField> fields(Token identityToken, @Nullable Token workspaceToken) {
        Encoded known = encoded;
        if (known == null || !known.isOf(identityToken, workspaceToken)) {
            known = new Encoded(identityToken, workspaceToken, encode(identityToken, workspaceToken));
            encoded = known;
        }
        return known.fields;
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
