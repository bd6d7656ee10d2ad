package dev.lakegate.gateway.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Whom a verified identity token names.
///
/// @param issuer    the short name
/// @param email     small letters; empty when the issuer has not verified it
/// @param groups    as the token names them
/// @param overage   whether the token lists no groups because there would be too many
/// @param issuedAt  `iat`
public record Caller(
        String issuer,
        Optional<String> subject,
        Optional<String> email,
        Set<String> groups,
        boolean overage,
        Instant issuedAt) {
    public Caller {
        groups = Set.copyOf(groups);
    }
}
