package dev.lakegate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayAddressesTest {
    private static final int PORT = 443;

    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private final GatewayAddresses addresses = new GatewayAddresses("gateway.acme.example", this::named, () -> now);

    @Test
    void whatever_workspace_is_asked_for_the_gateway_is_looked_up_and_the_workspace_is_to_prove_its_name() {
        assertThat(resolved())
                .extracting(InetSocketAddress::getHostString)
                .containsOnly("prod.acme.example")
                .hasSize(3);
        assertThat(asked).containsExactly("gateway.acme.example");
    }

    @Test
    void the_order_is_the_name_servers() {
        assertThat(order()).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
    }

    @Test
    void an_address_that_failed_is_tried_after_the_others_and_the_one_that_failed_last_is_the_last() {
        addresses.failed(address("192.0.2.1"));
        now = now.plusSeconds(1);
        addresses.failed(address("192.0.2.2"));

        assertThat(order()).containsExactly("192.0.2.3", "192.0.2.1", "192.0.2.2");
    }

    @Test
    void it_is_back_in_its_place_when_its_failure_is_old() {
        addresses.failed(address("192.0.2.1"));
        now = now.plus(Duration.ofSeconds(31));

        assertThat(order()).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
    }

    @Test
    void a_connection_whose_peer_is_not_known_any_more_says_nothing() {
        addresses.failed(null);
        addresses.failed(InetSocketAddress.createUnresolved("gateway.acme.example", PORT));

        assertThat(order()).startsWith("192.0.2.1");
    }

    private List<String> order() {
        return resolved().stream()
                .map(each -> each.getAddress().getHostAddress())
                .toList();
    }

    private List<InetSocketAddress> resolved() {
        try {
            return addresses.of("prod.acme.example", PORT);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), PORT);
    }

    private InetAddress[] named(String host) {
        asked.add(host);
        return Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.3")
                .map(InetAddress::ofLiteral)
                .toArray(InetAddress[]::new);
    }
}
