package dev.lakegate.session.changes;

import dev.lakegate.model.ReleaseNumber;
import org.jspecify.annotations.Nullable;

/// Something about the running program is different now. None holds a secret.
public sealed interface Change {

    /// Who is signed in, what stands in their way, or which routes there are: `Instance.status()`
    /// tells.
    record Status() implements Change {}

    /// The person has signed out: that nobody is signed in is what they wanted.
    record SignedOut(String profile) implements Change {}

    /// An identity token was renewed.
    ///
    /// @param problem the code of why it was not; null when it was
    record Renewal(String profile, @Nullable String problem) implements Change {}

    /// The gateway has denied a request.
    ///
    /// @param code the gateway's
    record Denial(String route, String code) implements Change {}

    /// A request did not get as far as the gateway.
    ///
    /// @param problem the code of what kept it
    record Unreachable(String route, String problem) implements Change {}

    /// The first one that did, after one that did not.
    record Reached(String route) implements Change {}

    /// A request has ended, after [Changes#tellOfNextRequest()].
    record Traffic() implements Change {}

    /// The person is to have this release of Lakegate, and has an older one.
    record NewerRelease(ReleaseNumber wanted) implements Change {}

    /// Another start was asked for: the program is to show itself.
    record Reveal() implements Change {}
}
