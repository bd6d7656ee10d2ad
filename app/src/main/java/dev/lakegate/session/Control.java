package dev.lakegate.session;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What commands ask for: of the running program ([ControlClient]) or, where none runs, of their own process
/// ([Instance]). Every call blocks. Where a profile is asked for, null stands for the only one.
public interface Control {

    StatusReport status() throws ProblemException, Refusal;

    /// Begins a sign-in, or takes part in the one that is under way.
    ///
    /// @param news hears what the person has to do, on another thread
    SignInHandle login(@Nullable String profile, SignInWay way, Consumer<SignInNews> news)
            throws ProblemException, Refusal;

    /// A one-time address by which a browser enters a route. Only the running program has one to give.
    Entry enter(String route) throws ProblemException, Refusal;

    SignedOut logout(@Nullable String profile) throws ProblemException, Refusal;

    /// Where a browser enters.
    ///
    /// @param address good once, and for 60 seconds
    record Entry(Secret address) {}

    /// The person is signed out here.
    ///
    /// @param notDone    what could not be done at the provider and why, in sentences; mostly empty
    /// @param endSession where the person's session at the provider ends too, when no browser could be opened there
    record SignedOut(List<String> notDone, @Nullable URI endSession) {
        public SignedOut {
            notDone = List.copyOf(notDone);
        }
    }
}
