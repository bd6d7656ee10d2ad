package dev.lakegate.os.peer;

import java.util.Optional;
import java.util.function.Supplier;

/// The other end of a connection within this machine.
///
/// @param isThisUser whether it was opened by the user who runs this program; false when nobody can
/// tell
/// @param program    finds who holds it, while it is held. Blocks, for some milliseconds
public record Peer(boolean isThisUser, Supplier<Optional<LocalProgram>> program) {
    /// Of whom nothing is known.
    public static final Peer UNKNOWN = new Peer(false, Optional::empty);
}
