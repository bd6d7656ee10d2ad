package dev.lakegate.keystore.vault;

import dev.lakegate.model.ProblemException;
import java.util.Optional;

/// Where the vault is kept. Every call may block for as long as a person takes to answer a prompt, and throws a
/// [KeyStoreProblem] when they do not, or when the place cannot be used. For one thread at a time.
public interface VaultKeeper {

    /// Empty when there is none, or none that anyone could open any more.
    Optional<Vault> read() throws ProblemException;

    void write(Vault vault) throws ProblemException;

    /// Nothing happens when there is none.
    void delete() throws ProblemException;

    /// How people call the place, as in "Secret Service".
    String description();
}
