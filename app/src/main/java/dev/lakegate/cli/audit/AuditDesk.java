package dev.lakegate.cli.audit;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.model.ProblemException;
import java.io.PrintStream;
import java.util.Optional;

/// What the commands below are given.
///
/// @param folder of this user's log
/// @param key    asks the key store
public record AuditDesk(AuditFolder folder, Key key, PrintStream out, PrintStream err) {

    /// The public key that the log is sealed by; empty when the key store holds none. Blocks on the key store.
    @FunctionalInterface
    public interface Key {
        Optional<String> ask() throws ProblemException;
    }
}
