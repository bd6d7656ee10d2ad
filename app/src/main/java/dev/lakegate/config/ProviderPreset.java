package dev.lakegate.config;

import static dev.lakegate.config.Profile.AudienceParameter.AUDIENCE;
import static dev.lakegate.config.Profile.AudienceParameter.NONE;
import static dev.lakegate.config.Profile.AudienceParameter.RESOURCE;
import static dev.lakegate.config.Profile.IdentityToken.ACCESS;
import static dev.lakegate.config.Profile.IdentityToken.ID;

import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The known OpenID providers, each with its habits: what a profile's settings are when it names one and does not set
/// them itself. `app/docs/providers.md` tells what an administrator has to set up at each.
public enum ProviderPreset {
    /// As OpenID Connect Core and RFC 8707 have it.
    OTHER,
    /// A custom authorization server, whose audience is its own setting. The port of a redirect is compared.
    OKTA,
    /// Microsoft Entra ID: the audience follows from the scope, and `resource` beside it is refused.
    ENTRA,
    /// The audience comes from a mapper.
    KEYCLOAK,
    /// `PingFederate`, `PingOne`: the audience is a setting of the access token manager, or the scope's resource.
    PING,
    /// Access tokens are opaque, so the ID token identifies; its audience is the client.
    GOOGLE,
    AUTH0;

    private static final List<String> USUAL_SCOPES = List.of("openid", "offline_access", "profile", "email");
    private static final List<String> WITHOUT_OFFLINE_ACCESS = List.of("openid", "profile", "email");

    private static final List<Integer> ANY_PORT = List.of();

    /// Below the ports that systems hand out by themselves, so that they are seldom taken.
    private static final List<Integer> REGISTERED_PORTS = List.of(28_611, 28_612, 28_613);

    /// One provider's habits.
    ///
    /// @param consent                 when the person is asked for their consent (`prompt=consent`)
    /// @param authorizationParameters of the authorization request, which this provider alone knows
    /// @param redirectPorts           empty where loopback ports may vary (RFC 8252 §7.3)
    record Habits(
            AudienceParameter audienceParameter,
            List<String> scopes,
            IdentityToken identityToken,
            Consent consent,
            Map<String, String> authorizationParameters,
            List<Integer> redirectPorts) {
        Habits {
            scopes = List.copyOf(scopes);
            authorizationParameters = Map.copyOf(authorizationParameters);
            redirectPorts = List.copyOf(redirectPorts);
        }

        /// Of the authorization request (OpenID Connect Core §3.1.2.1).
        Optional<String> prompt(List<String> askedScopes) {
            boolean asks = switch (consent) {
                case UNASKED -> false;
                case ALWAYS -> true;
                case FOR_OFFLINE_ACCESS -> askedScopes.contains("offline_access");
            };
            return asks ? Optional.of("consent") : Optional.empty();
        }
    }

    /// When the provider has to be told to ask for consent, or brings no refresh token.
    enum Consent {
        UNASKED,
        ALWAYS,
        /// OpenID Connect Core §11.
        FOR_OFFLINE_ACCESS
    }

    Habits habits() {
        return switch (this) {
            case OTHER -> new Habits(RESOURCE, USUAL_SCOPES, ACCESS, Consent.FOR_OFFLINE_ACCESS, Map.of(), ANY_PORT);
            case OKTA -> new Habits(NONE, USUAL_SCOPES, ACCESS, Consent.UNASKED, Map.of(), REGISTERED_PORTS);
            case ENTRA, KEYCLOAK -> new Habits(NONE, USUAL_SCOPES, ACCESS, Consent.UNASKED, Map.of(), ANY_PORT);
            case PING -> new Habits(NONE, WITHOUT_OFFLINE_ACCESS, ACCESS, Consent.UNASKED, Map.of(), REGISTERED_PORTS);
            // without both a second sign-in brings no refresh token
            case GOOGLE ->
                new Habits(
                        NONE, WITHOUT_OFFLINE_ACCESS, ID, Consent.ALWAYS, Map.of("access_type", "offline"), ANY_PORT);
            case AUTH0 -> new Habits(AUDIENCE, USUAL_SCOPES, ACCESS, Consent.UNASKED, Map.of(), REGISTERED_PORTS);
        };
    }
}
