package dev.lakegate.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.lakegate.config.Profile;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.ProblemException;
import dev.lakegate.network.HttpCalls;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The profile's OpenID provider: its metadata (OpenID Connect Discovery), its keys, and calls to its endpoints.
/// Blocks.
public final class Provider {
    /// HAProxy verifies no others, and symmetric ones would need a secret on this machine.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private final Profile profile;
    private final HttpCalls calls;
    private volatile @Nullable OIDCProviderMetadata metadata;
    private volatile @Nullable JWKSource<SecurityContext> keys;

    public Provider(Profile profile, HttpCalls calls) {
        this.profile = profile;
        this.calls = calls;
    }

    Profile profile() {
        return profile;
    }

    /// Fetched once; a failure is not remembered.
    OIDCProviderMetadata metadata() throws ProblemException {
        OIDCProviderMetadata known = metadata;
        if (known != null) {
            return known;
        }
        URI issuer = profile.issuer();
        String base = issuer.toString().replaceAll("/$", "");
        HttpCalls.Answer answer = get(URI.create(base + "/.well-known/openid-configuration"));
        if (answer.status() != 200) {
            throw misconfigured("its discovery document is answered with status " + answer.status(), null);
        }
        try {
            OIDCProviderMetadata fetched = OIDCProviderMetadata.parse(answer.body());
            // OpenID Connect Discovery §4.3: exactly equal, else one provider could speak for another
            if (!fetched.getIssuer().getValue().equals(issuer.toString())) {
                throw misconfigured("its discovery document names the issuer " + fetched.getIssuer(), null);
            }
            if (fetched.getAuthorizationEndpointURI() == null
                    || fetched.getTokenEndpointURI() == null
                    || fetched.getJWKSetURI() == null) {
                throw misconfigured("its discovery document lacks an endpoint or the key set", null);
            }
            metadata = fetched;
            return fetched;
        } catch (ParseException malformed) {
            throw misconfigured("its discovery document cannot be read", malformed);
        }
    }

    /// Checks issuer, client, signature, time and nonce of ID tokens (OpenID Connect Core §3.1.3.7).
    IDTokenValidator idTokenValidator() throws ProblemException {
        OIDCProviderMetadata provider = metadata();
        return new IDTokenValidator(
                new Issuer(profile.issuer()),
                new ClientID(profile.clientId()),
                new JWSVerificationKeySelector<>(ALGORITHMS, keys(provider)),
                null);
    }

    HTTPResponse send(HTTPRequest request) throws ProblemException {
        try {
            return request.send(outgoing -> {
                HttpCalls.Answer answer = calls.send(
                        outgoing.getMethod().name(),
                        outgoing.getURI(),
                        outgoing.getHeaderMap(),
                        Optional.ofNullable(outgoing.getBody()));
                HTTPResponse response = new HTTPResponse(answer.status());
                answer.fields()
                        .map()
                        .forEach((name, values) -> response.setHeader(name, values.toArray(String[]::new)));
                response.setBody(answer.body());
                return response;
            });
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    ProblemException misconfigured(String reason, @Nullable Throwable cause) {
        ProblemException problem = new ProblemException(new ProviderMisconfigured(profile.issuer(), reason));
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    private JWKSource<SecurityContext> keys(OIDCProviderMetadata provider) throws ProblemException {
        JWKSource<SecurityContext> known = keys;
        if (known != null) {
            return known;
        }
        try {
            JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(
                            provider.getJWKSetURI().toURL(), this::keySet)
                    .build();
            keys = source;
            return source;
        } catch (IOException malformed) {
            throw misconfigured("the address of its key set is malformed", malformed);
        }
    }

    private Resource keySet(URL url) throws IOException {
        HttpCalls.Answer answer = calls.send(
                "GET", URI.create(url.toString()), Map.of("Accept", List.of("application/json")), Optional.empty());
        if (answer.status() != 200) {
            throw new IOException("the key set is answered with status " + answer.status());
        }
        return new Resource(answer.body(), "application/json");
    }

    private HttpCalls.Answer get(URI uri) throws ProblemException {
        try {
            return calls.send("GET", uri, Map.of("Accept", List.of("application/json")), Optional.empty());
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private ProblemException unreachable(IOException failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new ProblemException(new ProviderUnreachable(profile.issuer(), reason), failure);
    }
}
