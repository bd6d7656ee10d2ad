package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Issuer.Algorithm;

/// A key that an issuer signs with.
///
/// @param issuer   the short name
/// @param fileName of its PEM file, safe for any file system
/// @param spki     the PEM file: one `SubjectPublicKeyInfo`, which alone HAProxy reads
public record VerificationKey(String issuer, String kid, Algorithm algorithm, String fileName, String spki) {
    String lookup() {
        return issuer + '|' + kid;
    }
}
