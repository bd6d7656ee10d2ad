package dev.lakegate.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.lakegate.config.Profile;
import dev.lakegate.model.IdentityProblem.ProviderMisconfigured;
import dev.lakegate.model.IdentityProblem.ProviderUnreachable;
import dev.lakegate.model.IdentityProblem.SignInRefused;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Reason;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.OutboundProxyFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The profile's OpenID provider: its metadata (OpenID Connect Discovery), its keys, and calls to its
/// endpoints. Blocks.
public final class Provider {
    /// HAProxy verifies no others, and symmetric ones would need a secret on this machine.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private static final int TOO_MANY_REQUESTS = 429;

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

    ClientID client() {
        return new ClientID(profile.clientId());
    }

    /// How the client shows that it is itself, where it is not public.
    Optional<ClientAuthentication> clientAuthentication() throws ProblemException {
        if (profile.clientSecretFile().isEmpty()) {
            return Optional.empty();
        }
        // OpenID Connect Discovery §3: this is what leaving it out means
        List<ClientAuthenticationMethod> offered = Objects.requireNonNullElse(
                metadata().getTokenEndpointAuthMethods(), List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC));
        if (!offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
            throw misconfigured("it takes no client secret, only " + offered + "; remove 'client_secret_file'", null);
        }
        return Optional.of(ClientSecret.read(profile.clientSecretFile().get(), client(), offered));
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
                client(),
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

    /// What an endpoint's error means: that the provider is ill or busy, or that it refuses (RFC 6749 §5.2).
    ///
    /// @param endpoint as a person calls it
    ProblemException refusal(String endpoint, HTTPResponse answer, @Nullable ErrorObject error) {
        if (isUnavailable(answer)) {
            return unavailable(endpoint, answer);
        }
        String code = error == null || error.getCode() == null ? "status " + answer.getStatusCode() : error.getCode();
        String description = error == null || error.getDescription() == null ? "" : error.getDescription();
        return new ProblemException(new SignInRefused(profile.issuer(), code, description));
    }

    /// An endpoint's answer that is none of those the standard knows.
    ProblemException unreadable(String endpoint, HTTPResponse answer, ParseException malformed) {
        return isUnavailable(answer)
                ? unavailable(endpoint, answer)
                : misconfigured("its " + endpoint + "'s answer cannot be read", malformed);
    }

    static boolean isUnavailable(HTTPResponse answer) {
        return answer.getStatusCode() >= 500 || answer.getStatusCode() == TOO_MANY_REQUESTS;
    }

    ProblemException unavailable(String endpoint, HTTPResponse answer) {
        return new ProblemException(new ProviderUnreachable(
                profile.issuer(), "its " + endpoint + " answers with status " + answer.getStatusCode()));
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
        if (failure instanceof OutboundProxyFailure atTheProxy) {
            return atTheProxy.asProblem();
        }
        return new ProblemException(new ProviderUnreachable(profile.issuer(), Reason.of(failure)), failure);
    }
}
