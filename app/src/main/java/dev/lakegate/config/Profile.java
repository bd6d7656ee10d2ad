package dev.lakegate.config;

import dev.lakegate.model.ProfileName;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One company: its identity provider, its gateway, and the routes to its workspaces.
///
/// @param provider          whose habits the provider has
/// @param issuer            the OpenID provider, as its discovery document names itself
/// @param clientId          the client registered there for Lakegate (RFC 8252)
/// @param clientSecretFile  holds the secret of a client that is not public; no other kind needs one
/// @param audience          the gateway's own audience, which the identity token must name
/// @param audienceParameter how the provider is asked for that audience
/// @param identityToken     which token is sent to the gateway as identity token
/// @param gateway           the gateway's origin; identity and workspace tokens go nowhere else
/// @param identityField     the field that carries the identity token to the gateway
/// @param caFile            PEM file of the authorities trusted beside the Java runtime's own
/// @param admission         what a program of this machine must show to use a route
/// @param signIn            how people sign in
/// @param routes            one local port each
public record Profile(
        ProfileName name,
        ProviderPreset provider,
        URI issuer,
        String clientId,
        Optional<Path> clientSecretFile,
        String audience,
        AudienceParameter audienceParameter,
        IdentityToken identityToken,
        URI gateway,
        IdentityField identityField,
        Optional<Path> caFile,
        Admission admission,
        SignInSettings signIn,
        List<Route> routes) {

    public Profile {
        routes = List.copyOf(routes);
    }

    /// The same company with other routes.
    public Profile withRoutes(List<Route> others) {
        return new Profile(
                name,
                provider,
                issuer,
                clientId,
                clientSecretFile,
                audience,
                audienceParameter,
                identityToken,
                gateway,
                identityField,
                caFile,
                admission,
                signIn,
                others);
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

    /// What a program of this machine must show to use a route.
    public enum Admission {
        /// The route's local key.
        KEY,
        /// The local key, or that it runs as this user, and is no web page's doing.
        KEY_OR_SAME_USER
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
