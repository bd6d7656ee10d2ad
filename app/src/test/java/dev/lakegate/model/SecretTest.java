package dev.lakegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String VALUE = "canary-1f0c93ab";
    private static final Secret SECRET = new Secret(VALUE);

    @Test
    void it_prints_as_three_stars_and_gives_its_value_only_when_asked() {
        assertThat(SECRET).hasToString("***");
        assertThat(SECRET.reveal()).isEqualTo(VALUE);
    }

    @Test
    void the_records_that_hold_one_do_not_print_it() {
        Token token = new Token(SECRET, Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
        Grant grant = new Grant(new Person("sub", "alice"), token, Optional.of(SECRET), Optional.of(SECRET));

        assertThat(List.of(grant).toString()).contains("alice", "***").doesNotContain(VALUE);
        assertThat("%s".formatted(grant)).doesNotContain(VALUE);
    }

    @Test
    void a_token_refused_for_its_times_does_not_tell_its_value() {
        Throwable refusal = catchThrowable(() -> new Token(SECRET, Instant.EPOCH, Instant.EPOCH.minusSeconds(1)));

        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("IllegalArgumentException").doesNotContain(VALUE);
    }

    @Test
    void it_matches_its_own_value_and_no_other() {
        assertThat(SECRET.matches(VALUE)).isTrue();
        assertThat(SECRET.matches("")).isFalse();
        assertThat(SECRET.matches(VALUE + " ")).isFalse();
        assertThat(SECRET.matches(VALUE.substring(1))).isFalse();
        assertThat(SECRET.matches(VALUE.toUpperCase(Locale.ROOT))).isFalse();
    }

    @Test
    void two_secrets_of_one_value_are_equal() {
        assertThat(SECRET).isEqualTo(new Secret(VALUE)).hasSameHashCodeAs(new Secret(VALUE));
        assertThat(SECRET).isNotEqualTo(new Secret("another"));
    }

    @Test
    void an_empty_one_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secret(""));
    }
}
