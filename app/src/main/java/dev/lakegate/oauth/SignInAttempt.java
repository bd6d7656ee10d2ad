package dev.lakegate.oauth;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One attempt to sign in, from the person's side: what they are told, what they paste, and that they give up.
/// Serves one sign-in. Thread-safe: the person acts while another thread waits for them.
public final class SignInAttempt {
    /// A page that calls the redirect address without end fills no memory.
    private static final int MOST_WAITING = 32;

    private final Consumer<Announcement> listener;
    private final BlockingDeque<Arrival> arrivals = new LinkedBlockingDeque<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /// @param listener is told what the person has to do; on the thread of the sign-in, which it must not hold up
    public SignInAttempt(Consumer<Announcement> listener) {
        this.listener = listener;
    }

    /// What the person is told.
    public sealed interface Announcement {

        /// Sign in at this address, in any browser of this machine; in one of another machine the address at which it
        /// ends has to be pasted.
        record OpenAddress(URI address) implements Announcement {}

        /// Sign in on any device by entering the code there (RFC 8628 §3.3).
        ///
        /// @param withCode the same address with the code filled in, where the provider offers one
        record EnterCode(URI address, String code, Optional<URI> withCode, Instant until) implements Announcement {}

        /// What was pasted does not answer this sign-in; the wait goes on.
        record NotThisOne(String reason) implements Announcement {}
    }

    /// Takes the whole address at which the browser ended, in place of the browser's return. Never blocks; when it is
    /// not the one, the listener is told [Announcement.NotThisOne].
    public void paste(String callback) {
        arrive(new Pasted(callback, listener));
    }

    /// Gives up: the wait ends at once with `SignInCancelled`. What has been answered already is completed.
    public void cancel() {
        cancelled.countDown();
        arrivals.addFirst(new Cancelled());
    }

    void announce(Announcement announcement) {
        listener.accept(announcement);
    }

    /// What a sign-in waits for.
    sealed interface Arrival permits Cancelled, Return {}

    /// The person gave up.
    record Cancelled() implements Arrival {}

    /// The browser's return from the provider, by itself or in the person's hands.
    sealed interface Return extends Arrival permits LoopbackRedirect.Callback, Pasted {

        /// The address at which the browser ended, or what a person takes for it.
        String address();

        /// It answers another request, or none.
        void refuse(String reason);

        /// What has become of the sign-in.
        void conclude(SignInPage page);
    }

    /// An address in the person's hands, who learns from the sign-in's own outcome what has become of it.
    record Pasted(String address, Consumer<Announcement> listener) implements Return {
        @Override
        public void refuse(String reason) {
            listener.accept(new Announcement.NotThisOne(reason));
        }

        @Override
        public void conclude(SignInPage page) {}

        /// The address carries the code.
        @Override
        public String toString() {
            return "Pasted";
        }
    }

    /// Whether there was room for it.
    boolean arrive(Return returned) {
        return arrivals.size() < MOST_WAITING && arrivals.offer(returned);
    }

    /// Whatever comes first; empty when nothing came in time.
    Optional<Arrival> next(Duration patience) throws ProblemException {
        try {
            return Optional.ofNullable(arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            throw ending(interrupted);
        }
    }

    /// Whether the person gave up within that time; returns at once when they do.
    boolean cancelledWithin(Duration time) throws ProblemException {
        try {
            return cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            throw ending(interrupted);
        }
    }

    private static ProblemException ending(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ProblemException(new LocalFailure("wait for the sign-in", "the program is ending"), interrupted);
    }
}
