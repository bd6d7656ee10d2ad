package dev.lakegate.config;

import dev.lakegate.model.ProfileName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One company: its identity provider, its gateway, and the routes to its workspaces.
///
/// @param issuer            the OpenID provider, as its discovery document names itself
/// @param clientId          the public client registered there for Lakegate (RFC 8252)
/// @param audience          the gateway's own audience, which the identity token must name
/// @param audienceParameter how the provider is asked for that audience
/// @param scopes            scopes of the authorization request
/// @param identityToken     which token is sent to the gateway as identity token
/// @param gateway           the gateway's origin; identity and workspace tokens go nowhere else
/// @param identityField     the field that carries the identity token to the gateway
/// @param caFile            PEM file of the authorities trusted beside the Java runtime's own
/// @param redirectPorts     loopback ports registered at the provider; empty where it allows any
/// @param signInTimeout     how long a sign-in waits for the person
/// @param routes            one local port each
public record Profile(
        ProfileName name,
        URI issuer,
        String clientId,
        String audience,
        AudienceParameter audienceParameter,
        List<String> scopes,
        IdentityToken identityToken,
        URI gateway,
        IdentityField identityField,
        Optional<Path> caFile,
        List<Integer> redirectPorts,
        Duration signInTimeout,
        List<Route> routes) {

    public Profile {
        scopes = List.copyOf(scopes);
        redirectPorts = List.copyOf(redirectPorts);
        routes = List.copyOf(routes);
    }

    /// How the provider is asked for the gateway's audience.
    public enum AudienceParameter {
        /// `resource` (RFC 8707).
        RESOURCE,
        /// `audience`, as Auth0 and others name it.
        AUDIENCE,
        /// Neither: a scope or the client's registration decides (Entra ID, Okta).
        NONE
    }

    /// Which of the provider's tokens is the identity token.
    public enum IdentityToken {
        /// The access token, a JWT for the gateway's audience (RFC 9068).
        ACCESS,
        /// The ID token, where access tokens are opaque.
        ID
    }

    /// The field that carries the identity token.
    public enum IdentityField {
        PROXY_AUTHORIZATION("Proxy-Authorization"),
        /// For networks whose inspecting proxies eat the standard one.
        X_LAKEGATE_IDENTITY("X-Lakegate-Identity");

        private final String fieldName;

        IdentityField(String fieldName) {
            this.fieldName = fieldName;
        }

        public String fieldName() {
            return fieldName;
        }
    }
}
