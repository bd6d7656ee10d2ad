package dev.lakegate.keystore.vault;

import dev.lakegate.model.ProblemException;
import javax.crypto.SecretKey;

/// How the key that wraps a vault's file is had from something that is not in the file.
public sealed interface WrappingKey permits PassphraseKey, SystemdCredentialKey {

    /// What a new file tells in the clear, such as a random salt.
    byte[] newParameters();

    /// Blocks on the person or the disk.
    ///
    /// @param parameters as [#newParameters()] once made them; [IllegalArgumentException] when it did not
    /// @param occasion   whether the file is there already
    SecretKey derive(byte[] parameters, PassphrasePrompt.Occasion occasion) throws ProblemException;

    /// What it means when a sound file does not open: a problem, or that the vault is lost and a new one may be made.
    void refused() throws ProblemException;

    /// How people call it.
    String description();
}
