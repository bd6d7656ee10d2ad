package dev.lakegate.gateway.policy;

import dev.lakegate.config.ProviderPreset;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One OpenID provider whose tokens count, and what of them. Everything about a token is looked up under its issuer's
/// name.
///
/// @param name            short, keys the maps; also the profile's on the laptops
/// @param issuer          `iss`, exact
/// @param keysFrom        the key set's address where discovery does not tell it (`jwks_uri`)
/// @param caFile          PEM file of the authorities trusted for it beside the Java runtime's own
/// @param audience        the gateway's own (`aud`)
/// @param clients         whose tokens speak for people (`client_id`, `azp`, `cid`, `appid`); the first is the laptops'
/// @param applications    whose tokens may speak for themselves
/// @param tokenTypes      `typ`, small letters
/// @param scopes          of which a token must have one; empty where tokens have none
/// @param longestLifetime of a token, `exp - iat`
/// @param clockSkew       how far its clock may be ahead of the gateway's
/// @param emailDomains    that it may assert addresses of
/// @param stepUp          how strong or recent a sign-in must be (RFC 9470)
/// @param laptop          what the laptops' profile sets beside the provider's habits
/// @param clientSecrets   of a client that is not public: dates alone
public record Issuer(
        String name,
        int line,
        ProviderPreset provider,
        URI issuer,
        Optional<URI> keysFrom,
        Optional<Path> caFile,
        Set<Algorithm> algorithms,
        String audience,
        List<String> clients,
        List<String> applications,
        Set<String> tokenTypes,
        List<String> scopes,
        Duration longestLifetime,
        Duration clockSkew,
        List<String> emailDomains,
        ClaimNames claims,
        Optional<StepUp> stepUp,
        Laptop laptop,
        List<ClientSecretDates> clientSecrets) {
    public Issuer {
        algorithms = Set.copyOf(algorithms);
        clients = List.copyOf(clients);
        applications = List.copyOf(applications);
        tokenTypes = Set.copyOf(tokenTypes);
        scopes = List.copyOf(scopes);
        emailDomains = List.copyOf(emailDomains);
        clientSecrets = List.copyOf(clientSecrets);
    }

    /// Signature algorithms (RFC 7518 §3.1) that are verified.
    public enum Algorithm {
        RS256,
        ES256
    }

    /// Paths of claims, such as `realm_access.roles`.
    ///
    /// @param subject one, or several that name a person together, joined by `:`, as Entra ID's `tid` and `oid` do
    public record ClaimNames(List<String> subject, String email, String groups) {
        public ClaimNames {
            subject = List.copyOf(subject);
        }
    }

    /// What a token must say of its sign-in.
    ///
    /// @param maxAge    how long ago the person may last have proved who they are
    /// @param acrValues of which a token must name one; at most three; empty for any
    public record StepUp(Optional<Duration> maxAge, List<String> acrValues) {
        public StepUp {
            acrValues = List.copyOf(acrValues);
        }
    }

    /// Settings of `[profile.NAME]` that the descriptor carries; what is empty is left to the provider's habits.
    public record Laptop(
            List<String> signInScopes,
            Optional<String> audienceParameter,
            Optional<String> identityToken,
            List<Integer> redirectPorts) {
        public Laptop {
            signInScopes = List.copyOf(signInScopes);
            redirectPorts = List.copyOf(redirectPorts);
        }
    }

    /// A confidential client's secret, known here by its dates alone. Two may be valid at once, so that a rotation
    /// overlaps.
    public record ClientSecretDates(String name, LocalDate created, LocalDate expires) {}
}
