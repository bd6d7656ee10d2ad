package dev.lakegate.ui.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How many requests the tray says there were.
class LastMinuteTest {
    private final LastMinute minute = new LastMinute(0, 100);

    @Test
    void counts_what_came_since_the_minute_began() {
        assertThat(look(10, 103)).isEqualTo(3);
        assertThat(look(20, 110)).isEqualTo(10);
        assertThat(look(59, 110)).isEqualTo(10);
        assertThat(look(70, 110)).isEqualTo(7);
        assertThat(look(80, 110)).isZero();
    }

    @Test
    void a_request_after_a_quiet_hour_is_one() {
        assertThat(look(3_600, 101)).isEqualTo(1);
        assertThat(look(3_659, 101)).isEqualTo(1);
        assertThat(look(3_660, 101)).isZero();
    }

    private long look(long seconds, long count) {
        return minute.look(Duration.ofSeconds(seconds).toNanos(), count);
    }
}
