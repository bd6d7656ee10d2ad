package dev.lakegate.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A secret is known again in every form in which it could be written.
class SecretMarksTest {
    private static final String VALUE = "opaque/of+this=test~no.JWT";
    private static final Secret SECRET = new Secret(VALUE);

    @Test
    void plain_anywhere_and_more_than_once() {
        assertThat(hidden("a " + VALUE + " b\"" + SECRET.reveal() + "\"c")).isEqualTo("a *** b\"***\"c");
        assertThat(hidden(VALUE)).isEqualTo("***");
    }

    /// As the password of a proxy's address, while it is typed.
    @Test
    void one_that_is_too_short_to_be_known_again_does_no_harm() {
        for (String typed : new String[] {"p", "pw"}) {
            assertThat(new Secret(typed).reveal()).isEqualTo(typed);
        }
        assertThat(hidden("a p b")).isEqualTo("a p b");
    }

    @Test
    void cut_off_after_its_first_twelve_characters() {
        assertThat(hidden("see " + VALUE.substring(0, 12) + "… and " + VALUE.substring(0, 20)))
                .isEqualTo("see ***… and ***");
        assertThat(hidden("see " + VALUE.substring(0, 11))).isEqualTo("see " + VALUE.substring(0, 11));
    }

    @Test
    void url_encoded() {
        assertThat(hidden("token=" + URLEncoder.encode(VALUE, UTF_8) + "&next=1"))
                .isEqualTo("token=***&next=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ab", "me:", "token:"})
    void in_base64_whatever_stands_before_it(String before) {
        String text = before + VALUE + ":after";
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            String whole = encoder.encodeToString(text.getBytes(UTF_8));

            String told = hidden("[" + whole + "]");

            assertThat(told).endsWith("***]");
            // no more than what stood before it, and the bits that it shares with that
            String left = told.substring(1, told.length() - 4);
            assertThat(left.length()).isLessThanOrEqualTo((before.length() + 2) / 3 * 4 + 4);
        }
    }

    @Test
    void with_blanks_in_it_whole() {
        new Secret("correct horse battery staple");

        assertThat(hidden("it is correct horse battery staple, as ever")).isEqualTo("it is ***, as ever");
    }

    @Test
    void a_short_one_by_all_of_it_and_a_very_short_one_not_at_all() {
        new Secret("hunter2");
        new Secret("no");

        assertThat(hidden("say hunter2 to no one")).isEqualTo("say *** to no one");
    }

    @Test
    void what_is_no_secret_stays_as_it_is() {
        String text = "2026-11-28T09:15:02Z WARN org.eclipse.jetty: Nothing can connect to /api/2.0/x?y=1";

        assertThat(hidden(text)).isEqualTo(text);
        assertThat(hidden("")).isEmpty();
    }

    private static String hidden(String text) {
        return SecretMarks.hiddenIn(text);
    }
}
