package dev.lakegate.gateway.keys;

import dev.lakegate.config.ProviderPreset;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Issuer.Algorithm;
import dev.lakegate.gateway.policy.Issuer.ClaimNames;
import dev.lakegate.gateway.policy.Issuer.Laptop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Issuers of a policy, of which nothing counts here but their keys.
final class Issuers {
    private Issuers() {}

    static Issuer allowing(Algorithm... algorithms) {
        return issuer("https://acme.example", Optional.empty(), Optional.empty(), Set.of(algorithms));
    }

    static Issuer at(String issuer) {
        return issuer(issuer, Optional.empty(), Optional.empty(), Set.of(Algorithm.values()));
    }

    static Issuer onlyEs256At(String issuer) {
        return issuer(issuer, Optional.empty(), Optional.empty(), Set.of(Algorithm.ES256));
    }

    static Issuer withKeysFrom(String issuer, String keysFrom) {
        return issuer(issuer, Optional.of(URI.create(keysFrom)), Optional.empty(), Set.of(Algorithm.values()));
    }

    static Issuer trusting(String issuer, Path caFile) {
        return issuer(issuer, Optional.empty(), Optional.of(caFile), Set.of(Algorithm.values()));
    }

    private static Issuer issuer(
            String issuer, Optional<URI> keysFrom, Optional<Path> caFile, Set<Algorithm> algorithms) {
        return new Issuer(
                "acme",
                1,
                ProviderPreset.OTHER,
                URI.create(issuer),
                keysFrom,
                caFile,
                algorithms,
                "urn:lakegate:test",
                List.of("lakegate"),
                List.of(),
                Set.of("at+jwt"),
                List.of("lakegate"),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                List.of(),
                new ClaimNames(List.of("sub"), "email", "groups"),
                Optional.empty(),
                new Laptop(List.of(), Optional.empty(), Optional.empty(), List.of()),
                List.of());
    }
}
