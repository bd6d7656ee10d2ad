package dev.lakegate.gateway.policy;

import dev.lakegate.config.AddressForm;
import dev.lakegate.config.Form;
import dev.lakegate.config.Profile.AudienceParameter;
import dev.lakegate.config.Profile.IdentityToken;
import dev.lakegate.config.ProviderPreset;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import dev.lakegate.gateway.policy.Issuer.ClaimNames;
import dev.lakegate.gateway.policy.Issuer.ClientSecretDates;
import dev.lakegate.gateway.policy.Issuer.Laptop;
import dev.lakegate.gateway.policy.Issuer.StepUp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an `[issuer.NAME]`; what it does not set, its provider's habits do.
final class IssuerReader {
    private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /// By the time HAProxy compares them, there are three variables.
    private static final int MOST_ACR_VALUES = 3;

    private final Path folder;

    /// @param folder from which relative paths count
    IssuerReader(Path folder) {
        this.folder = folder;
    }

    /// What a provider's tokens look like unless the policy says otherwise.
    private record Habits(ClaimNames claims, Set<String> tokenTypes) {
        private static final ClaimNames STANDARD = new ClaimNames(List.of("sub"), "email", "groups");

        static Habits of(ProviderPreset provider) {
            return switch (provider) {
                case OTHER -> new Habits(STANDARD, Set.of("at+jwt", "application/at+jwt"));
                case OKTA -> new Habits(STANDARD, Set.of("none", "jwt"));
                // `sub` differs from client to client there, and an address proves nothing
                case ENTRA -> new Habits(new ClaimNames(List.of("tid", "oid"), "email", "groups"), Set.of("jwt"));
                case KEYCLOAK, AUTH0 -> new Habits(STANDARD, Set.of("jwt", "at+jwt"));
                case PING -> new Habits(STANDARD, Set.of("none", "at+jwt"));
                case GOOGLE -> new Habits(STANDARD, Set.of("jwt"));
            };
        }
    }

    /// Empty only after a problem was reported.
    Optional<Issuer> read(String name, Section table) {
        Optional<String> shortName = table.called(name, "an issuer");
        ProviderPreset provider =
                table.optional("provider", Form.oneOf(ProviderPreset.class)).orElse(ProviderPreset.OTHER);
        Habits habits = Habits.of(provider);
        Optional<URI> issuer = table.required("issuer", AddressForm.issuer());
        Optional<String> audience = table.required("audience", PolicyForms.word());
        Optional<List<String>> clients = table.required("clients", Form.listOf(PolicyForms.word()));
        Laptop laptop = laptop(table.section("laptop"));
        boolean idTokens = laptop.identityToken().map("id"::equals).orElse(provider == ProviderPreset.GOOGLE);
        Optional<List<String>> scopes = idTokens
                ? Optional.of(table.list("scopes", PolicyForms.word()))
                : table.required("scopes", Form.listOf(PolicyForms.word()));
        Set<String> types = Set.copyOf(table.optional("token_types", Form.listOf(PolicyForms.tokenType()))
                .orElse(List.copyOf(habits.tokenTypes)));
        Set<Algorithm> algorithms = algorithms(table);
        List<String> applications = table.list("applications", PolicyForms.word());
        Optional<URI> keysFrom = table.optional("jwks_uri", AddressForm.issuer());
        Optional<Path> caFile = table.optional("ca_file", PolicyForms.path(folder));
        Duration longest = table.optional("longest_lifetime", Form.duration()).orElse(LONGEST_LIFETIME);
        Duration skew = table.optional("clock_skew", Form.duration()).orElse(CLOCK_SKEW);
        List<String> domains = table.list("email_domains", AddressForm.hostName());
        ClaimNames claims = claims(table.section("claims"), habits.claims);
        Optional<StepUp> stepUp = stepUp(table.section("step_up"));
        List<ClientSecretDates> secrets = clientSecrets(table);
        table.refuseTheRest();
        if (clients.isPresent() && clients.get().isEmpty()) {
            table.report("clients", "'clients' is empty: no token would count", "name the laptops' client");
            return Optional.empty();
        }
        if (shortName.isEmpty() || issuer.isEmpty() || audience.isEmpty() || clients.isEmpty() || scopes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Issuer(
                shortName.get(),
                table.line(),
                provider,
                issuer.get(),
                keysFrom,
                caFile,
                algorithms,
                audience.get(),
                clients.get(),
                applications,
                types,
                scopes.get(),
                longest,
                skew,
                domains,
                claims,
                stepUp,
                laptop,
                secrets));
    }

    private static Set<Algorithm> algorithms(Section table) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        algorithms.addAll(table.optional("algorithms", Form.listOf(algorithm()))
                .orElse(List.of(Algorithm.RS256, Algorithm.ES256)));
        return algorithms;
    }

    private static Form<Algorithm> algorithm() {
        return raw -> {
            for (Algorithm each : Algorithm.values()) {
                if (each.name().equals(raw)) {
                    return each;
                }
            }
            throw PolicyForms.mismatch("\"RS256\" or \"ES256\"; HAProxy verifies no others safely");
        };
    }

    private static ClaimNames claims(Section table, ClaimNames habit) {
        ClaimNames claims = new ClaimNames(
                table.optional("subject", Form.listOf(PolicyForms.claimPath())).orElse(habit.subject()),
                table.optional("email", PolicyForms.claimPath()).orElse(habit.email()),
                table.optional("groups", PolicyForms.claimPath()).orElse(habit.groups()));
        if (claims.subject().isEmpty()) {
            table.report("subject", "'subject' names no claim", "write [\"sub\"]");
        }
        table.refuseTheRest();
        return claims;
    }

    private static Optional<StepUp> stepUp(Section table) {
        Optional<Duration> maxAge = table.optional("max_age", Form.duration());
        List<String> acrValues = table.list("acr_values", PolicyForms.word());
        if (acrValues.size() > MOST_ACR_VALUES) {
            table.report("acr_values", "more than " + MOST_ACR_VALUES + " values are given", "keep the strongest");
        }
        table.refuseTheRest();
        return maxAge.isEmpty() && acrValues.isEmpty() ? Optional.empty() : Optional.of(new StepUp(maxAge, acrValues));
    }

    private static Laptop laptop(Section table) {
        Laptop laptop = new Laptop(
                table.list("scopes", PolicyForms.word()),
                table.optional("audience_parameter", Form.oneOf(AudienceParameter.class))
                        .map(Form::spelling),
                table.optional("identity_token", Form.oneOf(IdentityToken.class))
                        .map(Form::spelling),
                table.list("redirect_ports", Form.number(1, 65_535)));
        table.refuseTheRest();
        return laptop;
    }

    private static List<ClientSecretDates> clientSecrets(Section table) {
        List<ClientSecretDates> secrets = new ArrayList<>();
        table.named("client_secret").forEach((name, dates) -> {
            var created = dates.required("created", PolicyForms.date());
            var expires = dates.required("expires", PolicyForms.date());
            if (dates.has("value") || dates.has("secret")) {
                dates.refuse(
                        "a secret does not belong into this file, which many may read",
                        "give it to the laptops as a file ('client_secret_file'), and keep its dates here alone");
            } else {
                dates.refuseTheRest();
            }
            if (created.isPresent() && expires.isPresent()) {
                secrets.add(new ClientSecretDates(name, created.get(), expires.get()));
            }
        });
        return secrets;
    }
}
