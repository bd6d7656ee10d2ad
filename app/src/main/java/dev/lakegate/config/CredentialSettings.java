package dev.lakegate.config;

/// Where sign-ins are kept between two starts of the program.
public record CredentialSettings(Store store) {

    /// The ways there are; all but the first are chosen by name only.
    public enum Store {
        /// Sealed in a file, by a key in the operating system's key store; in memory where there is none.
        OS,
        /// Not at all.
        MEMORY,
        /// Sealed in a file, by a key under a passphrase that is asked for at each start.
        PASSPHRASE,
        /// Sealed in a file, by a key under the systemd credential `lakegate`.
        SYSTEMD_CREDENTIAL
    }
}
