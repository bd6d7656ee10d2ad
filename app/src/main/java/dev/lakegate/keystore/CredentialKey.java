package dev.lakegate.keystore;

import dev.lakegate.config.Profile;
import dev.lakegate.model.ProfileName;
import java.net.URI;

/// What a grant belongs to: tokens asked for one gateway are never found under another, and two profiles of one gateway
/// may hold two accounts.
public record CredentialKey(ProfileName profile, URI issuer, String clientId, String audience, URI gateway) {

    public static CredentialKey of(Profile profile) {
        return new CredentialKey(
                profile.name(), profile.issuer(), profile.clientId(), profile.audience(), profile.gateway());
    }

    /// A record's own is made anew in each process, a fortieth of what a start takes.
    @Override
    public int hashCode() {
        return profile.value().hashCode();
    }
}
