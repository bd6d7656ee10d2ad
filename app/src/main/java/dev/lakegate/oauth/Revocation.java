package dev.lakegate.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.model.Grant;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ends a grant's tokens at the provider (RFC 7009). Blocks for as long as the provider takes to answer, once: when it
/// is not reached for the first token it is not asked for the second.
///
/// A revoked access token that is a JWT stays good wherever it is verified offline, as at the gateway, until it
/// expires.
public final class Revocation {
    private final Provider provider;

    public Revocation(Provider provider) {
        this.provider = provider;
    }

    /// What can be revoked.
    public enum Kind {
        REFRESH_TOKEN,
        ACCESS_TOKEN
    }

    /// What has become of one token.
    public sealed interface Outcome {
        Kind kind();

        /// The provider has taken it back, or knew it no longer.
        record Revoked(Kind kind) implements Outcome {}

        /// The provider revokes no such tokens; they end when they expire.
        record NotOffered(Kind kind) implements Outcome {}

        /// It may still be good at the provider.
        record Failed(Kind kind, Problem problem) implements Outcome {}
    }

    /// One outcome for each token there is; failures are among them and never thrown.
    public List<Outcome> revoke(Grant grant) {
        List<Outcome> outcomes = new ArrayList<>();
        Optional<ProblemException> unreachable = Optional.empty();
        for (Candidate candidate : candidates(grant)) {
            try {
                if (unreachable.isPresent()) {
                    throw unreachable.get();
                }
                outcomes.add(revoke(candidate));
            } catch (ProblemException failure) {
                outcomes.add(new Outcome.Failed(candidate.kind, failure.problem()));
                unreachable = Optional.of(failure).filter(no -> no.problem() instanceof ProviderUnreachable);
            }
        }
        return List.copyOf(outcomes);
    }

    /// A token that may be revoked.
    private record Candidate(Kind kind, Token token) {
        @Override
        public String toString() {
            return kind.toString();
        }
    }

    /// The refresh token first: it lives the longest, and providers end what was issued for it along with it. ID tokens
    /// cannot be revoked.
    private List<Candidate> candidates(Grant grant) {
        List<Candidate> candidates = new ArrayList<>();
        grant.refreshToken()
                .map(secret -> new RefreshToken(secret.reveal()))
                .ifPresent(token -> candidates.add(new Candidate(Kind.REFRESH_TOKEN, token)));
        if (provider.profile().identityToken() == IdentityToken.ACCESS) {
            candidates.add(new Candidate(
                    Kind.ACCESS_TOKEN,
                    new BearerAccessToken(grant.identityToken().value().reveal())));
        }
        return candidates;
    }

    private Outcome revoke(Candidate candidate) throws ProblemException {
        URI endpoint = provider.metadata().getRevocationEndpointURI();
        if (endpoint == null) {
            return new Outcome.NotOffered(candidate.kind);
        }
        TokenRevocationRequest request = provider.clientAuthentication()
                .map(secret -> new TokenRevocationRequest(endpoint, secret, candidate.token))
                .orElseGet(() -> new TokenRevocationRequest(endpoint, provider.client(), candidate.token));
        HTTPResponse answer = provider.send(request.toHTTPRequest());
        if (answer.indicatesSuccess()) {
            return new Outcome.Revoked(candidate.kind);
        }
        String error = error(answer);
        // RFC 7009 §2.2.1
        if (error.equals("unsupported_token_type")) {
            return new Outcome.NotOffered(candidate.kind);
        }
        throw Provider.isUnavailable(answer)
                ? provider.unavailable("revocation endpoint", answer)
                : provider.misconfigured("its revocation endpoint answers with " + error, null);
    }

    private static String error(HTTPResponse answer) {
        String code = ErrorObject.parse(answer).getCode();
        return code == null ? "status " + answer.getStatusCode() : code;
    }
}
