package dev.lakegate.os.secretservice;

import java.time.Duration;

/// Why something asked over the bus was not done.
abstract sealed class BusFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private BusFailure(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// In a clause.
    String reason() {
        return reason;
    }

    /// The answer was an error.
    static final class Refused extends BusFailure {
        private static final long serialVersionUID = 1L;

        private final String name;

        /// @param name    the error's, as in `org.freedesktop.DBus.Error.NotSupported`
        /// @param message what it says; it may be empty
        Refused(String name, String message) {
            super("it answered with " + name + (message.isEmpty() ? "" : ": " + message.replaceFirst("\\.$", "")));
            this.name = name;
        }

        String name() {
            return name;
        }

        boolean isLocked() {
            return name.equals("org.freedesktop.Secret.Error.IsLocked");
        }
    }

    /// Whoever should have answered ended, or the bus did.
    static final class Lost extends BusFailure {
        private static final long serialVersionUID = 1L;

        Lost(String what) {
            super("it ended in the middle of the call (" + what + ")");
        }
    }

    /// The same, with its prompt before the person's eyes: doing it again would ask them again.
    static final class LostWhileAsking extends BusFailure {
        private static final long serialVersionUID = 1L;

        LostWhileAsking() {
            super("it ended while it was asking you");
        }
    }

    static final class Unanswered extends BusFailure {
        private static final long serialVersionUID = 1L;

        Unanswered(Duration limit) {
            super("it did not answer within " + limit.toMillis() / 1000.0 + " seconds");
        }
    }

    /// The person dismissed the prompt, or did not answer it in time.
    static final class Dismissed extends BusFailure {
        private static final long serialVersionUID = 1L;

        Dismissed() {
            super("its prompt was dismissed");
        }
    }
}
