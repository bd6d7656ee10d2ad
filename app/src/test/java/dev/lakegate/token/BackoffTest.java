package dev.lakegate.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "after {0} failures, jitter {1}: {2} ms")
    @CsvSource({
        "1, 0, 1000",
        "2, 0, 2000",
        "3, 0, 4000",
        "6, 0, 32000",
        "7, 0, 60000",
        "1000000, 0, 60000",
        "1, 1, 750",
        "7, 1, 45000",
        "3, 0.5, 3500"
    })
    void each_failure_doubles_the_pause_up_to_a_minute_and_jitter_takes_up_to_a_quarter(
            int failures, double jitter, long millis) {
        assertThat(Backoff.after(failures, jitter)).isEqualTo(Duration.ofMillis(millis));
    }
}
