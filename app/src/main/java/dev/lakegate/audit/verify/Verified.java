package dev.lakegate.audit.verify;

import java.util.List;
import java.util.Optional;

/// What came of looking at a log.
///
/// @param files  names, the oldest first
/// @param lines  that were found right
/// @param first  when the first of them was written, as it says; empty when there is none
/// @param last   likewise
/// @param seals  how many were found right, by key
/// @param heads  of the gateway's log that were compared
/// @param flaw   the first; what stands after it was not looked at
/// @param notes  what is no flaw, and whoever reads the log should know
public record Verified(
        List<String> files,
        long lines,
        String first,
        String last,
        List<Seals> seals,
        long heads,
        Optional<Flaw> flaw,
        List<String> notes) {
    public Verified {
        files = List.copyOf(files);
        seals = List.copyOf(seals);
        notes = List.copyOf(notes);
    }

    /// Those by one key.
    ///
    /// @param key    public, X.509 SubjectPublicKeyInfo, base64
    /// @param keptIn where the private one is, as the seals themselves say
    public record Seals(String key, String keptIn, long count) {}
}
