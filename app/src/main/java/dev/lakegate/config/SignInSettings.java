package dev.lakegate.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a profile's people sign in.
///
/// @param scopes                  of the authorization request
/// @param prompt                  OpenID Connect Core §3.1.2.1: `login`, `consent`, `select_account`
/// @param loginHint               whom the provider's page proposes
/// @param maxAge                  how long ago the person may last have proved who they are
/// @param acrValues               how strongly, in the provider's own words, the preferred first
/// @param authorizationParameters what this provider alone knows
/// @param redirectPorts           loopback ports registered at the provider; empty where it allows any
/// @param deviceGrant             whether a code on another device may be used (RFC 8628)
/// @param timeout                 how long a sign-in waits for the person
public record SignInSettings(
        List<String> scopes,
        Optional<String> prompt,
        Optional<String> loginHint,
        Optional<Duration> maxAge,
        List<String> acrValues,
        Map<String, String> authorizationParameters,
        List<Integer> redirectPorts,
        boolean deviceGrant,
        Duration timeout) {
    public SignInSettings {
        scopes = List.copyOf(scopes);
        acrValues = List.copyOf(acrValues);
        authorizationParameters = Map.copyOf(authorizationParameters);
        redirectPorts = List.copyOf(redirectPorts);
    }
}
