package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Many requests, one after another and at once; connections are used again, and none is lost.
class ConnectionsIT extends WithLaptop {

    @Test
    void one_connection_serves_many_requests_by_as_few_upstream() throws Exception {
        int before = gatewaysCount("CumConns");
        Set<String> ids = new HashSet<>();
        try (PlainWire wire = connect()) {
            for (int number = 0; number < 300; number++) {
                Answer answer = wire.send(request("GET", ME)).answer();
                assertThat(answer.status()).isEqualTo(200);
                ids.add(answer.head().requestId());
            }
        }
        assertThat(ids).hasSize(300);
        // a client that is quick finds its last connection not yet back in the pool
        assertThat(gatewaysCount("CumConns") - before).isLessThan(60);
    }

    @Test
    void requests_sent_ahead_are_answered_in_their_order() throws Exception {
        try (PlainWire wire = connect()) {
            wire.send(request("GET", "/sandbox/slow?ms=100")
                    + request("GET", "/sandbox/bytes?n=7")
                    + request("POST", "/sandbox/digest", "Content-Length: 3")
                    + "abc"
                    + request("GET", ME));

            assertThat(wire.answer().json().get("waited_ms").asInt()).isEqualTo(100);
            assertThat(wire.answer().body()).hasSize(7);
            assertThat(wire.answer().json().get("length").asInt()).isEqualTo(3);
            assertThat(wire.answer().json().get("userName").asString()).isEqualTo("alice@acme.example");
        }
    }

    @Test
    void a_request_that_comes_while_another_is_answered_is_answered_after_it() throws Exception {
        try (PlainWire wire = connect()) {
            wire.send(request("GET", "/sandbox/slow?ms=300"));
            await("the first at the gateway").until(() -> requestsUnderWay() == 1);
            wire.send(request("GET", "/sandbox/bytes?n=7"));

            assertThat(wire.answer().json().get("waited_ms").asInt()).isEqualTo(300);
            assertThat(wire.answer().body()).hasSize(7);
        }
    }

    @Test
    void a_connection_ends_when_the_client_says_so_and_after_http_1_0() throws Exception {
        try (PlainWire wire = connect()) {
            Answer answer = wire.send(request("GET", ME, "Connection: close")).answer();
            assertThat(answer.head().field("Connection")).contains("close");
            assertThat(wire.isEnded()).isTrue();
        }
        try (PlainWire wire = connect()) {
            Answer answer = wire.send(request("GET", ME).replace("HTTP/1.1", "HTTP/1.0"))
                    .answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void to_http_1_0_an_answer_of_unknown_length_ends_with_the_connection() throws Exception {
        try (PlainWire wire = connect()) {
            Answer answer = wire.send(request("GET", "/sandbox/stream?n=200000").replace("HTTP/1.1", "HTTP/1.0"))
                    .answer();

            assertThat(answer.head().field("Transfer-Encoding")).isEmpty();
            assertThat(answer.body()).hasSize(200_000);
        }
    }

    @Test
    void two_hundred_requests_under_way_at_once_are_all_answered_and_their_connections_used_again() throws Exception {
        Set<String> ids = new HashSet<>(twoHundredAtOnce());
        int connections = gatewaysCount("CurrConns");
        ids.addAll(twoHundredAtOnce());

        assertThat(ids).hasSize(400);
        assertThat(gatewaysCount("CurrConns")).isLessThan(connections + 20);
        await("an audit line for each")
                .until(() -> laptop.audit().stream()
                                .filter(line ->
                                        ids.contains(line.get("request_id").asString()))
                                .filter(line -> line.get("bytes_out").asInt() == 2)
                                .count()
                        == 400);
        await("an idle gateway").until(() -> requestsUnderWay() == 0);
    }

    /// Echoes that are ended only when all have begun. The ids of their requests.
    private static List<String> twoHundredAtOnce() throws IOException {
        Map<PlainWire, Head> echoes = new LinkedHashMap<>();
        try {
            for (int number = 0; number < 200; number++) {
                PlainWire wire = connect();
                wire.send(request("POST", "/sandbox/echo", "Transfer-Encoding: chunked") + "1\r\na\r\n");
                echoes.put(wire, wire.head());
            }
            assertThat(requestsUnderWay()).isEqualTo(200);
            for (PlainWire wire : echoes.keySet()) {
                wire.send("1\r\nb\r\n0\r\n\r\n");
            }
            for (PlainWire wire : echoes.keySet()) {
                assertThat(new String(wire.body(echoes.get(wire)).readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("ab");
            }
            return echoes.values().stream().map(Head::requestId).toList();
        } finally {
            echoes.keySet().forEach(PlainWire::close);
        }
    }

    private static int gatewaysCount(String name) {
        return company.gateway()
                .runtime("show info")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length() + 2)))
                .findFirst()
                .orElseThrow();
    }
}
