package dev.lakegate.gateway.policy;

/// One person of an issuer and their workspace identity, small letters.
public record MappedPerson(int line, String issuer, Known known, String identity) {
    /// By what the issuer names them.
    public sealed interface Known {
        /// The claims of [Issuer.ClaimNames#subject()].
        record BySubject(String subject) implements Known {}

        /// An address that the issuer has verified, small letters.
        record ByEmail(String email) implements Known {}
    }
}
