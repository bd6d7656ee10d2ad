package dev.lakegate.audit.verify;

import java.util.Locale;

/// What is wrong with a log, and where first.
///
/// @param file   the file's name; the gateway's log, where that tells it
/// @param line   in the file, counted from 1
/// @param reason what is wrong, for people
public record Flaw(String file, long line, Kind kind, String reason) {
    /// Stable, in lower case.
    public enum Kind {
        /// It does not have the form of a line of the log.
        NO_LINE,
        /// The file's last line has no end.
        CUT_OFF,
        /// Its hash is not that of what it says.
        CHANGED,
        /// Its number is not the next: lines were removed, put in, or moved.
        OUT_OF_SEQUENCE,
        /// A file does not begin as one.
        NO_BEGINNING,
        /// A chain begins where one was to go on.
        NEW_CHAIN,
        /// Earlier files are gone, and nothing says that they were removed by the settings.
        FILES_GONE,
        /// A seal whose signature is none of its key.
        SEAL_BROKEN,
        /// A seal by another key than the key store's.
        SEAL_OF_ANOTHER,
        /// The gateway was told another hash of a line.
        GATEWAY_SAW_ANOTHER,
        /// The gateway was told of lines that are not there.
        GATEWAY_SAW_MORE,
        /// The gateway served a request of which no line tells.
        REQUEST_UNTOLD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
