package dev.lakegate.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.Secret;
import dev.lakegate.model.Token;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arithmetic of DESIGN.md §2.
class RenewalMomentTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "{0} s: renewed after {1} s")
    @CsvSource({
        "3600, 2880", // 80 % comes first
        "300, 240",
        "200, 160", // where both rules meet
        "100, 60", // 40 s before the end come first
        "80, 40", // half of it, exactly
        "60, 30", // 40 s before the end would be before half of it
        "10, 5",
        "1, 0.5",
        "0, 0"
    })
    void a_token_is_renewed_at_80_percent_or_40_seconds_before_its_end_yet_not_before_half_of_it(
            long lifetime, double after) {
        assertThat(RenewalMoment.of(token(lifetime), 0)).isEqualTo(NOON.plusMillis((long) (after * 1_000)));
    }

    @ParameterizedTest(name = "{0} s with jitter {1}: renewed after {2} s")
    @CsvSource({"3600, 1, 2700", "3600, 0.5, 2790", "100, 1, 55", "82, 1, 41", "10, 1, 5"})
    void jitter_renews_up_to_5_percent_sooner_yet_never_before_half_of_the_lifetime(
            long lifetime, double jitter, long after) {
        assertThat(RenewalMoment.of(token(lifetime), jitter)).isEqualTo(NOON.plusSeconds(after));
    }

    private static Token token(long lifetimeSeconds) {
        return new Token(new Secret("a-token"), NOON, NOON.plus(Duration.ofSeconds(lifetimeSeconds)));
    }
}
