package dev.lakegate.ui.notices;

import dev.lakegate.model.ReleaseNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that the person is to know now.
sealed interface Notice {

    /// A sign-in ends that is not renewed by itself.
    record EndsSoon(String profile, Instant end) implements Notice {}

    /// Nothing goes on without the person.
    ///
    /// @param why in a sentence; null when the sign-in has just ended
    record SignInNeeded(String profile, @Nullable String why) implements Notice {}

    /// After it was needed.
    record Connected(String profile, @Nullable String person) implements Notice {}

    /// What was told of its sign-in is no longer so, and nothing need be said.
    record Settled(String profile) implements Notice {}

    /// The person is to have another release than this one.
    record Update(ReleaseNumber wanted) implements Notice {}

    /// The gateway has denied a request.
    ///
    /// @param code the gateway's
    record Denied(String route, String code) implements Notice {}
}
