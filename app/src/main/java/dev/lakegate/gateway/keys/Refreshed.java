package dev.lakegate.gateway.keys;

import dev.lakegate.gateway.keys.KeptKeys.Failing;
import java.time.Instant;
import java.util.List;

/// What a refresh means for an issuer's keys.
public sealed interface Refreshed {
    /// The issuer's name.
    String issuer();

    /// What its tokens are to be verified by now; empty only of [None].
    List<SigningKey> keys();

    /// A key came, went, or was replaced.
    ///
    /// @param leftOut why some of the issuer's keys are not taken
    record Changed(String issuer, List<SigningKey> keys, List<String> leftOut) implements Refreshed {}

    /// The issuer was asked, and its keys are those that were kept.
    ///
    /// @param leftOut why some of the issuer's keys are not taken
    record Unchanged(String issuer, List<SigningKey> keys, List<String> leftOut) implements Refreshed {}

    record NotDue(String issuer, List<SigningKey> keys, Instant due) implements Refreshed {}

    /// Those of an earlier fetch still serve: the issuer fails, or is left alone after it has.
    record Kept(String issuer, List<SigningKey> keys, Failing failing) implements Refreshed {}

    /// There is no key at all.
    ///
    /// @param reason a clause for the operator
    record None(String issuer, String reason, Instant since) implements Refreshed {
        @Override
        public List<SigningKey> keys() {
            return List.of();
        }
    }
}
