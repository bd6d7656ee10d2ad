package dev.lakegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Token TOKEN = new Token(new Secret("a-token"), NOON, NOON.plus(HOUR));

    @Test
    void it_is_valid_from_when_it_came_until_it_expires() {
        assertThat(TOKEN.isValidFor(Duration.ZERO, NOON)).isTrue();
        assertThat(TOKEN.isValidFor(Duration.ZERO, NOON.plus(HOUR).minusMillis(1)))
                .isTrue();
        assertThat(TOKEN.isValidFor(Duration.ZERO, NOON.plus(HOUR))).isFalse();
        assertThat(TOKEN.isValidFor(HOUR, NOON)).isFalse();
    }

    @Test
    void a_clock_set_back_by_a_day_while_the_program_was_off_does_not_make_it_valid() {
        assertThat(TOKEN.isValidFor(Duration.ZERO, NOON.minus(Duration.ofDays(1))))
                .isFalse();
        assertThat(TOKEN.isValidFor(Duration.ZERO, NOON.minusMillis(1))).isFalse();
    }
}
