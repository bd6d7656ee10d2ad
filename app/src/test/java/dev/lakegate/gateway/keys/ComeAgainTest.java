package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComeAgainTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=600                     | 600",
                "Max-Age=600                     | 600",
                "public, max-age=600, immutable  | 600",
                "max-age=\"600\"                 | 600",
                "max-age=900, max-age=600        | 600",
                "s-maxage=600                    | 3600",
                "max-age=59                      | 60",
                "max-age=0                       | 60",
                "max-age=-1                      | 3600",
                "max-age=soon                    | 3600",
                "no-cache, max-age=600           | 60",
                "no-store                        | 60",
                "max-age=86401                   | 86400",
                "max-age=99999999999999999999999 | 86400",
                "public                          | 3600"
            })
    void a_set_is_fresh_as_long_as_it_says_between_a_minute_and_a_day(String cacheControl, long seconds) {
        assertThat(ComeAgain.freshFor(fields("Cache-Control", cacheControl))).hasSeconds(seconds);
    }

    @Test
    void a_set_that_says_nothing_is_fresh_for_an_hour() {
        assertThat(ComeAgain.freshFor(fields("X-Other", "max-age=600"))).hasHours(1);
    }

    @Test
    void the_time_a_set_has_spent_in_caches_counts() {
        HttpHeaders fields =
                HttpHeaders.of(Map.of("Cache-Control", List.of("max-age=600"), "Age", List.of("200")), (_, _) -> true);

        assertThat(ComeAgain.freshFor(fields)).hasSeconds(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | 120",
                "0                             | 0",
                "3601                          | 3600",
                "99999999999999999999999       | 3600",
                "Wed, 25 Nov 2026 03:02:00 GMT | 120",
                "Wed, 25 Nov 2026 02:00:00 GMT | 0",
                "Fri, 25 Nov 2033 03:02:00 GMT | 3600"
            })
    void a_provider_may_ask_to_be_left_alone_for_up_to_an_hour(String retryAfter, long seconds) {
        assertThat(ComeAgain.retryAfter(fields("Retry-After", retryAfter), NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "1.5", "''"})
    void what_is_no_time_asks_for_nothing(String retryAfter) {
        assertThat(ComeAgain.retryAfter(fields("Retry-After", retryAfter), NOW)).isEmpty();
    }

    private static HttpHeaders fields(String name, String... values) {
        return HttpHeaders.of(Map.of(name, Arrays.asList(values)), (_, _) -> true);
    }
}
