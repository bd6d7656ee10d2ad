package dev.lakegate.gateway.keys;

import java.util.List;

/// What an issuer's key set (RFC 7517 §5) is good for.
public sealed interface JudgedKeySet {

    /// Some of it may be taken.
    ///
    /// @param keys    at least one, each `kid` once, in the order of the key ids
    /// @param leftOut why each of the others is not taken, for the operator
    /// @param jwks    the set's public members alone, which is judged alike
    record Accepted(List<SigningKey> keys, List<String> leftOut, String jwks) implements JudgedKeySet {
        public Accepted {
            keys = List.copyOf(keys);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// No key of it may be taken.
    ///
    /// @param reasons for the operator; at least one
    record Refused(List<String> reasons) implements JudgedKeySet {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
