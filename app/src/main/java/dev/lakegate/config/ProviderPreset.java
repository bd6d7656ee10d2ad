package dev.lakegate.config;

import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The known OpenID providers, each with its habits: what a profile's settings are when it names one and does not set
/// them itself. `app/docs/providers.md` tells what an administrator has to set up at each.
public enum ProviderPreset {
    /// As OpenID Connect Core and RFC 8707 have it.
    OTHER;

    private static final List<String> USUAL_SCOPES = List.of("openid", "offline_access", "profile", "email");

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
        FOR_OFFLINE_ACCESS
    }

    Habits habits() {
        return switch (this) {
            // OpenID Connect Core §11: offline access needs the person's consent
            case OTHER ->
                new Habits(
                        AudienceParameter.RESOURCE,
                        USUAL_SCOPES,
                        IdentityToken.ACCESS,
                        Consent.FOR_OFFLINE_ACCESS,
                        Map.of(),
                        List.of());
        };
    }
}
