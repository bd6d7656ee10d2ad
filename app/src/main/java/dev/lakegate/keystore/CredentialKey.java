package dev.lakegate.keystore;

import dev.lakegate.config.Profile;
import java.net.URI;

/// What a grant belongs to: tokens asked for one gateway are never found under another.
public record CredentialKey(URI issuer, String clientId, String audience, URI gateway) {

    public static CredentialKey of(Profile profile) {
        return new CredentialKey(profile.issuer(), profile.clientId(), profile.audience(), profile.gateway());
    }
}
