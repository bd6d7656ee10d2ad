package dev.lakegate.token;

import dev.lakegate.model.Token;
import java.time.Duration;
import java.time.Instant;

/// When a token is renewed though it is still valid: at the earlier of 80 % of its lifetime and 40 s before its end, up
/// to 5 % sooner so that many machines do not come at once, yet not before half of its lifetime.
final class RenewalMoment {
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(40);

    private RenewalMoment() {}

    /// @param jitter from 0 to 1
    static Instant of(Token token, double jitter) {
        long lifetime = token.lifetime().toMillis();
        long latest = Math.min(lifetime * 8 / 10, lifetime - BEFORE_THE_END.toMillis());
        long sooner = (long) (lifetime * 0.05 * jitter);
        return token.obtainedAt().plusMillis(Math.max(latest - sooner, lifetime / 2));
    }
}
