package dev.lakegate.session;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What whoever waits for a sign-in is told meanwhile.
public sealed interface SignInNews {

    /// Where the person signs in.
    ///
    /// @param opened whether a browser was opened there; if not, the person has to
    record SignInAt(URI address, boolean opened) implements SignInNews {}

    /// Where the person enters a code, on any device.
    ///
    /// @param withCode the same address with the code filled in
    record EnterCode(URI address, String code, @Nullable URI withCode, Instant until) implements SignInNews {}

    /// What was pasted does not answer this sign-in.
    record NotThisOne(String reason) implements SignInNews {}
}
