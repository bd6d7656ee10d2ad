package dev.lakegate.proxy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CookieJarTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final CookieJar jar = new CookieJar();

    @Test
    void what_was_set_goes_back_the_longest_path_first_then_the_oldest() {
        keep("a=1; Path=/");
        keep("b=2; Path=/lab");
        keep("c=3; Path=/");

        assertThat(jar.cookies("/lab/tree", NOW)).contains("b=2; a=1; c=3");
        assertThat(jar.cookies("/other", NOW)).contains("a=1; c=3");
    }

    @Test
    void an_empty_jar_sends_nothing() {
        assertThat(jar.cookies("/", NOW)).isEmpty();
    }

    @Test
    void the_same_name_at_the_same_path_is_one_cookie_which_keeps_its_place() {
        keep("a=1; Path=/");
        keep("b=2; Path=/");
        keep("a=3; Path=/");

        assertThat(jar.cookies("/", NOW)).contains("a=3; b=2");
    }

    @Test
    void one_that_has_passed_is_gone_and_takes_its_predecessor_along() {
        keep("a=1; Path=/; Max-Age=60");
        keep("b=2; Path=/");

        assertThat(jar.cookies("/", NOW.plusSeconds(59))).contains("a=1; b=2");
        assertThat(jar.cookies("/", NOW.plusSeconds(60))).contains("b=2");
        keep("b=; Path=/; Max-Age=0");
        assertThat(jar.cookies("/", NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void of_more_than_fifty_the_oldest_go() {
        for (int number = 0; number < 52; number++) {
            keep("c" + number + "=x; Path=/");
        }

        String cookies = jar.cookies("/", NOW).orElseThrow();
        assertThat(cookies.split("; ", -1)).hasSize(50);
        assertThat(cookies).startsWith("c2=x; c3=x");
    }

    @Test
    void of_more_than_16_KB_the_oldest_go() {
        for (int number = 0; number < 6; number++) {
            keep("c" + number + "=" + "x".repeat(4000) + "; Path=/");
        }

        assertThat(jar.cookies("/", NOW).orElseThrow()).startsWith("c2=x").hasSizeBetween(16_000, 16 * 1024 + 64);
    }

    private void keep(String field) {
        jar.keep(SetCookie.of(field, "/", NOW).orElseThrow(), NOW);
    }
}
