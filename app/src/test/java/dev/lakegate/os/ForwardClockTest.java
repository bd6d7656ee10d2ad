package dev.lakegate.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForwardClockTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant wall = NOON;
    private long nanos = Long.MAX_VALUE - 1_000; // it may overflow
    private final ForwardClock clock = new ForwardClock(() -> wall, () -> nanos);

    @Test
    void it_goes_with_the_wall_clock() {
        pass(HOUR);

        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
        assertThat(clock.jump()).isZero();
    }

    @Test
    void a_wall_clock_set_back_by_a_day_does_not_take_it_back_and_time_goes_on() {
        pass(HOUR);
        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));

        wall = wall.minus(DAY);
        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
        pass(HOUR);
        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR).plus(HOUR));
    }

    @Test
    void time_between_the_last_look_and_the_change_counts_though_nobody_looked() {
        pass(HOUR);
        wall = wall.minus(DAY);

        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void a_wall_clock_set_forward_by_a_day_is_believed_and_not_taken_back() {
        wall = wall.plus(DAY);
        assertThat(clock.instant()).isEqualTo(NOON.plus(DAY));

        wall = wall.minus(DAY);
        pass(HOUR);
        assertThat(clock.instant()).isEqualTo(NOON.plus(DAY).plus(HOUR));
    }

    @Test
    void while_the_machine_sleeps_only_the_wall_clock_goes_on_and_that_counts() {
        wall = wall.plus(HOUR.multipliedBy(8));

        assertThat(clock.instant()).isEqualTo(NOON.plus(HOUR.multipliedBy(8)));
    }

    @Test
    void a_jump_is_told_once_in_its_direction() {
        pass(HOUR);
        wall = wall.plus(HOUR.multipliedBy(8));
        assertThat(clock.jump()).isEqualTo(HOUR.multipliedBy(8));
        assertThat(clock.jump()).isZero();

        wall = wall.minus(DAY);
        pass(HOUR);
        assertThat(clock.jump()).isEqualTo(DAY.negated());
        assertThat(clock.jump()).isZero();
    }

    @Test
    void a_thread_held_up_between_the_two_clocks_does_not_carry_it_ahead_for_good() {
        ForwardClock heldUp = new ForwardClock(
                () -> {
                    Instant read = wall;
                    pass(Duration.ofSeconds(1));
                    return read;
                },
                () -> nanos);
        for (int look = 0; look < 100; look++) {
            assertThat(heldUp.instant()).isBeforeOrEqualTo(wall);
        }
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
