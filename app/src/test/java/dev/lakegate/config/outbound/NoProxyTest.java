package dev.lakegate.config.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {

    @ParameterizedTest
    @CsvSource({
        "*, gateway.acme.example, 443, true",
        "acme.example, acme.example, 443, true",
        "acme.example, gateway.acme.example, 443, true",
        ".acme.example, gateway.acme.example, 443, true",
        "*.acme.example, gateway.acme.example, 443, true",
        "Acme.Example., GATEWAY.acme.example., 443, true",
        "acme.example, notacme.example, 443, false",
        "acme.example, acme.example.evil.example, 443, false",
        "acme.example:8443, gateway.acme.example, 8443, true",
        "acme.example:8443, gateway.acme.example, 443, false",
        "10.1.2.3, 10.1.2.3, 443, true",
        "10.1.2.3, 10.1.2.30, 443, false",
        "10.1.2.3:8443, 10.1.2.3, 443, false",
        "10.0.0.0/8, 10.200.3.4, 443, true",
        "10.0.0.0/8, 11.0.0.1, 443, false",
        "192.168.4.0/22, 192.168.7.255, 443, true",
        "192.168.4.0/22, 192.168.8.0, 443, false",
        "0.0.0.0/0, 192.0.2.1, 443, true",
        "0.0.0.0/0, gateway.acme.example, 443, false",
        "fd00::/8, [fd12::1], 443, true",
        "fd00::/8, fe80::1, 443, false",
        "::1, [::1], 443, true",
        "2001:db8::1, 2001:db8:0::1, 443, true",
        "[2001:db8::1]:8443, [2001:db8::1], 8443, true",
        "[2001:db8::1]:8443, [2001:db8::1], 443, false",
    })
    void a_list_holds_the_hosts_that_other_programs_take_it_to_hold(
            String entry, String host, int port, boolean covered) throws Exception {
        assertThat(NoProxy.parse(List.of("other.example", entry)).covers(host, port))
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://acme.example", "acme.example/path", "10.0.0.0/33", "fd00::/129", "300.1.1.1", "<local>"})
    void what_names_no_hosts_is_refused(String entry) {
        assertThatThrownBy(() -> NoProxy.parse(List.of(entry))).isInstanceOf(NoProxy.Malformed.class);
    }

    @Test
    void the_variable_is_a_list_with_commas_or_blanks_in_capitals_or_not() throws Exception {
        NoProxy read = NoProxy.of(Map.of("no_proxy", " acme.example ,,10.0.0.0/8 .corp.example"));

        assertThat(read.entries()).hasSize(3);
        assertThat(read.covers("x.corp.example", 443)).isTrue();
        assertThat(NoProxy.of(Map.of("NO_PROXY", " "))).isEqualTo(NoProxy.NOBODY);
    }
}
