package dev.lakegate.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a sign-in or a refresh brought: the identity token and the means to get the next one.
///
/// @param idToken      the last ID token, by which the provider recognises the session at sign-out (`id_token_hint`)
/// @param refreshToken absent where the provider issues none; the sign-in then ends with the identity token
public record Grant(Person person, Token identityToken, Optional<Secret> idToken, Optional<Secret> refreshToken) {

    /// Whether nothing more can be had of it.
    public boolean isOver(Instant now) {
        return refreshToken.isEmpty() && !identityToken.isValidFor(Duration.ZERO, now);
    }
}
