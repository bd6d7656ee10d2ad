package dev.lakegate.os.dbus;

import java.time.Duration;

/// Why something asked over the bus was not done.
public abstract sealed class BusFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private BusFailure(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// In a clause.
    public String reason() {
        return reason;
    }

    /// The answer was an error.
    public static final class Refused extends BusFailure {
        private static final long serialVersionUID = 1L;

        private final String name;

        /// As it was answered.
        ///
        /// @param name    the error's
        /// @param message what it says; it may be empty
        public Refused(String name, String message) {
            super("it answered with " + name + (message.isEmpty() ? "" : ": " + message.replaceFirst("\\.$", "")));
            this.name = name;
        }

        /// The error's, as in `org.freedesktop.DBus.Error.NotSupported`.
        public String name() {
            return name;
        }
    }

    /// Whoever should have answered ended, or the bus did.
    public static final class Lost extends BusFailure {
        private static final long serialVersionUID = 1L;

        public Lost(String what) {
            super("it ended in the middle of the call (" + what + ")");
        }
    }

    /// The same, with its prompt before the person's eyes: doing it again would ask them again.
    public static final class LostWhileAsking extends BusFailure {
        private static final long serialVersionUID = 1L;

        public LostWhileAsking() {
            super("it ended while it was asking you");
        }
    }

    /// Not within the limit.
    public static final class Unanswered extends BusFailure {
        private static final long serialVersionUID = 1L;

        Unanswered(Duration limit) {
            super("it did not answer within " + limit.toMillis() / 1000.0 + " seconds");
        }
    }

    /// The person dismissed the prompt, or did not answer it in time.
    public static final class Dismissed extends BusFailure {
        private static final long serialVersionUID = 1L;

        public Dismissed() {
            super("its prompt was dismissed");
        }
    }
}
