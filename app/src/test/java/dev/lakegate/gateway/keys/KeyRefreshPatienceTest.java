package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When an issuer is asked again.
@Timeout(60)
class KeyRefreshPatienceTest extends WithKeyRefresh {
    @Test
    void a_provider_that_fails_is_asked_after_30_seconds_then_each_time_half_as_often_down_to_every_15_minutes()
            throws Exception {
        provider.answersKeySet(500, "");
        int asked = 0;
        for (int seconds : List.of(0, 30, 60, 120, 240, 480, 900, 900, 900)) {
            if (seconds > 0) {
                after(Duration.ofSeconds(seconds - 1));
                refreshed();
                assertThat(fetches()).isEqualTo(asked);
                after(Duration.ofSeconds(1));
            }
            refreshed();
            assertThat(fetches()).isEqualTo(++asked);
        }
    }

    @ParameterizedTest
    @EnumSource(Urgency.class)
    void a_provider_that_asks_to_be_left_alone_is(Urgency urgency) throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();
        provider.answersKeySet(429, "", "Retry-After", "1800");
        after(Duration.ofHours(1));
        refreshed();

        after(Duration.ofSeconds(1_799));
        refresh.unknownKidSeen(acme);
        assertThat(refreshed(urgency)).isInstanceOf(Refreshed.Kept.class);
        assertThat(fetches()).isEqualTo(2);
        after(Duration.ofSeconds(1));
        refreshed(urgency);
        assertThat(fetches()).isEqualTo(3);
    }

    @Test
    void an_operator_need_not_wait_for_a_provider_that_failed() throws Exception {
        provider.answersKeySet(500, "");
        refreshed();
        provider.publishes(Keys.set(Keys.RSA));

        assertThat(refreshedNow()).isInstanceOf(Refreshed.Changed.class);
    }

    @Test
    void an_unknown_id_brings_the_next_fetch_forward() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();
        provider.publishes(Keys.set(Keys.OTHER_RSA));
        after(Duration.ofMinutes(10));
        assertThat(refreshed()).isInstanceOf(Refreshed.NotDue.class);

        refresh.unknownKidSeen(acme);

        assertThat(refreshed()).isInstanceOf(Refreshed.Changed.class);
    }

    @Test
    void a_storm_of_unknown_ids_asks_the_provider_once_a_minute() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        for (int second = 0; second < 300; second++) {
            refreshed();
            refresh.unknownKidSeen(acme);
            after(Duration.ofSeconds(1));
        }

        assertThat(fetches()).isEqualTo(5);
    }

    @Test
    void a_storm_of_unknown_ids_leaves_a_provider_that_fails_its_respite() throws Exception {
        provider.answersKeySet(500, "");
        for (int second = 0; second < 900; second++) {
            refreshed();
            refresh.unknownKidSeen(acme);
            after(Duration.ofSeconds(1));
        }

        assertThat(fetches()).isEqualTo(5);
    }

    @Test
    void a_program_that_died_of_the_answer_does_not_ask_at_every_start() throws Exception {
        folder().write(acme, KeptKeys.none(acme).tried(now));
        after(Duration.ofSeconds(59));

        assertThat(refreshed())
                .isInstanceOfSatisfying(
                        Refreshed.None.class, none -> assertThat(none.reason()).contains("did not end"));
        assertThat(provider.paths()).isEmpty();
        after(Duration.ofSeconds(1));
        provider.publishes(Keys.set(Keys.RSA));
        assertThat(refreshed()).isInstanceOf(Refreshed.Changed.class);
    }

    @Test
    void a_clock_that_was_set_back_does_not_hold_a_fetch_off() throws Exception {
        provider.publishes(Keys.set(Keys.RSA));
        refreshed();

        now = START.minus(Duration.ofDays(400));

        assertThat(refreshed()).isInstanceOf(Refreshed.Unchanged.class);
        assertThat(refreshed()).isInstanceOf(Refreshed.NotDue.class);
    }
}
