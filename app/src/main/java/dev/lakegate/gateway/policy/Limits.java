package dev.lakegate.gateway.policy;

import java.util.Map;
import java.util.Optional;

/// How much one person may ask for.
///
/// @param standard for everybody
/// @param ofUsers  by workspace identity, small letters, instead
public record Limits(Limit standard, Map<String, Limit> ofUsers) {
    public Limits {
        ofUsers = Map.copyOf(ofUsers);
    }

    /// What is empty is not limited.
    ///
    /// @param requests in 10 seconds
    /// @param download bytes per second, all of a person's streams together
    /// @param upload   the same, the other way
    public record Limit(Optional<Integer> requests, Optional<Long> download, Optional<Long> upload) {
        public static final Limit NONE = new Limit(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
