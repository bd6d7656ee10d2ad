package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void times_are_short() {
        assertThat(Amounts.time(42, Locale.ROOT)).isEqualTo("0.0 ms");
        assertThat(Amounts.time(8_123, Locale.ROOT)).isEqualTo("8.1 ms");
        assertThat(Amounts.time(8_123, Locale.GERMANY)).isEqualTo("8,1 ms");
        assertThat(Amounts.time(812_300, Locale.ROOT)).isEqualTo("812 ms");
        assertThat(Amounts.time(8_123_000, Locale.ROOT)).isEqualTo("8.1 s");
        assertThat(Amounts.time(187_000_000, Locale.ROOT)).isEqualTo("3 min 7 s");
        assertThat(Amounts.time(Duration.ofMinutes(134))).isEqualTo("2 h 14 min");
        assertThat(Amounts.time(Duration.ofSeconds(-3))).isEqualTo("0 s");
    }

    @Test
    void sizes_are_short() {
        assertThat(Amounts.bytes(999, Locale.ROOT)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1_234_567, Locale.ROOT)).isEqualTo("1.2 MB");
        assertThat(Amounts.bytes(53_210_000, Locale.ROOT)).isEqualTo("53 MB");
        assertThat(Amounts.bytes(999_900, Locale.ROOT)).isEqualTo("1.0 MB");
        assertThat(Amounts.bytes(5_000_000_000_000_000L, Locale.ROOT)).isEqualTo("5000 TB");
    }
}
