package dev.lakegate.oauth;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// One attempt to sign in, from the person's side: what they are told, what they paste, and that they give up.
/// Thread-safe: the person acts while another thread waits for them.
public final class SignInAttempt {
    private final Consumer<Announcement> listener;

    /// @param listener is told what the person has to do; on the thread of the sign-in, which it must not hold up
    public SignInAttempt(Consumer<Announcement> listener) {
        this.listener = listener;
    }

    /// What the person is told.
    public sealed interface Announcement {

        /// Sign in at this address, in any browser of this machine.
        record OpenAddress(URI address) implements Announcement {}

        /// Sign in on any device by entering the code there (RFC 8628 §3.3).
        ///
        /// @param withCode the same address with the code filled in, where the provider offers one
        record EnterCode(URI address, String code, Optional<URI> withCode, Instant until) implements Announcement {}

        /// What was pasted does not answer this sign-in; the wait goes on.
        record NotThisOne(String reason) implements Announcement {}
    }

    void announce(Announcement announcement) {
        listener.accept(announcement);
    }
}
