package dev.lakegate.proxy.browser;

import dev.lakegate.model.CallerProblem;
import dev.lakegate.model.Secret;

/// What a request is to a route that browsers may enter.
public sealed interface BrowserVisit {

    /// None of a browser's that is known: the local key decides.
    record Unknown() implements BrowserVisit {}

    /// The first one with a one-time address.
    ///
    /// @param setCookie the value of `Set-Cookie` that begins the session
    record Enters(Secret setCookie) implements BrowserVisit {}

    /// One of a session's own pages.
    record Within(BrowserSession session) implements BrowserVisit {}

    record Refused(CallerProblem problem) implements BrowserVisit {}
}
