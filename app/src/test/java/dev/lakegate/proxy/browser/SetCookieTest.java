package dev.lakegate.proxy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6265 §5.1 to §5.3, one rule after another.
class SetCookieTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void a_name_a_value_and_what_goes_with_them_are_read_whatever_their_case_and_spaces() {
        SetCookie cookie = read(" a = b=c ; PATH=/x ;domain=.Lake.Test; HTTPONLY ; Secure; SameSite=None; Odd=1");

        assertThat(cookie).isEqualTo(new SetCookie("a", "b=c", "lake.test", "/x", null, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b", ";a=b", "a=b\u0001", "a=b; Path=/\u00e4"})
    void what_is_none_is_passed_over(String field) {
        assertThat(SetCookie.of(field, "/", NOW)).isEmpty();
    }

    @Test
    void one_of_more_than_4_KB_is_passed_over() {
        assertThat(SetCookie.of("a=" + "x".repeat(4094), "/", NOW)).isPresent();
        assertThat(SetCookie.of("a=" + "x".repeat(4095), "/", NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/a/b/c, /a/b", "/a/, /a", "/a, /", "/, /", "*, /"})
    void without_a_path_it_is_for_the_folder_of_the_request(String requestPath, String path) {
        assertThat(SetCookie.of("a=b", requestPath, NOW).orElseThrow().path()).isEqualTo(path);
        assertThat(SetCookie.of("a=b; Path=relative", requestPath, NOW)
                        .orElseThrow()
                        .path())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/,    /anything,  true",
        "/lab, /lab,       true",
        "/lab, /lab/tree,  true",
        "/lab, /laboratory, false",
        "/lab/, /lab/tree, true",
        "/lab/, /lab,      false",
        "/lab, /,          false",
        "/lab, /LAB,       false"
    })
    void it_goes_with_the_paths_below_its_own(String path, String requestPath, boolean goes) {
        assertThat(read("a=b; Path=" + path).matches(requestPath)).isEqualTo(goes);
    }

    @Test
    void the_age_counts_more_than_the_date_and_either_may_have_passed() {
        assertThat(read("a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
                        .expires())
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(read("a=b; Max-Age=0").isOver(NOW)).isTrue();
        assertThat(read("a=b; Max-Age=-5").isOver(NOW)).isTrue();
        assertThat(read("a=b; Max-Age=99999999999999999999").isOver(NOW.plusSeconds(1_000_000_000)))
                .isFalse();
        assertThat(read("a=b; Max-Age=soon").expires()).isNull();
        assertThat(read("a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT").isOver(NOW))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "6 november 1994 8:49:37"
            })
    void a_date_is_read_however_it_is_written(String date) {
        assertThat(CookieDate.parse(date)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "31 Feb 2027 00:00:00",
                "06 Nov 1994",
                "06 Nov 1500 08:49:37",
                "06 Nov 1994 25:00:00",
                "Nov 1994 08:49:37"
            })
    void what_is_no_date_says_nothing(String date) {
        assertThat(CookieDate.parse(date)).isEmpty();
    }

    @Test
    void years_of_two_digits_lie_around_2000() {
        assertThat(CookieDate.parse("1 Jan 69 00:00:00")).contains(Instant.parse("2069-01-01T00:00:00Z"));
        assertThat(CookieDate.parse("1 Jan 70 00:00:00")).contains(Instant.parse("1970-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "mlflow.acme.example, true",
        "acme.example,        true",
        ".acme.example,       true",
        "flow.acme.example,   false",
        "evil.example,        false"
    })
    void a_domain_must_be_the_hosts_own(String domain, boolean own) {
        assertThat(read("a=b; Domain=" + domain).isFor("mlflow.acme.example")).isEqualTo(own);
    }

    @Test
    void for_a_browser_it_is_for_this_host_alone_and_lasts_as_long_as_it_did() {
        assertThat(read("_xsrf=2|x; Domain=lake.test; Secure; Path=/hub/").forThisHostAlone(NOW))
                .isEqualTo("_xsrf=2|x; Path=/hub/; SameSite=Strict");
        assertThat(read("_xsrf=x; Path=/; Max-Age=90").forThisHostAlone(NOW))
                .isEqualTo("_xsrf=x; Path=/; Max-Age=90; SameSite=Strict");
        assertThat(read("_xsrf=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT").forThisHostAlone(NOW))
                .isEqualTo("_xsrf=; Path=/; Max-Age=0; SameSite=Strict");
        assertThat(read("_xsrf=x; Path=/; Max-Age=99999999999").forThisHostAlone(NOW))
                .isEqualTo("_xsrf=x; Path=/; Max-Age=31536000; SameSite=Strict");
    }

    @Test
    void its_value_is_not_printed() {
        assertThat(read("session=topsecret").toString()).doesNotContain("topsecret");
    }

    private static SetCookie read(String field) {
        return SetCookie.of(field, "/", NOW).orElseThrow();
    }
}
