package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.proxy.HostileGateway.Wire;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection that ends after the request and before a byte of an answer: what is idempotent goes once more, with the
/// body that was kept (RFC 9110 §9.2.2); nobody gets a `POST` twice.
@Timeout(60)
class LostConnectionTest {
    @TempDir
    static Path folder;

    private static HostileGateway gateway;
    private static RouteByHand route;

    @BeforeAll
    static void start() throws Exception {
        gateway = new HostileGateway(folder, LostConnectionTest::conduct);
        route = gateway.route(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        route.close();
        gateway.close();
    }

    /// Ends the first connection on which a target is asked for; the second time it answers.
    private static void conduct(String target, Wire wire) throws IOException {
        if (times(target) == 1) {
            wire.end();
        } else {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    }

    private static long times(String target) {
        return gateway.targets().stream().filter(target::equals).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void what_is_idempotent_is_sent_once_more(String method) throws Exception {
        String target = "/lost/" + method;

        try (PlainWire wire = route.connect()) {
            assertThat(wire.send(route.request(method, target)).head().status()).isEqualTo(200);
        }

        assertThat(times(target)).isEqualTo(2);
    }

    @Test
    void so_is_an_upload_that_was_kept_with_the_same_bytes() throws Exception {
        Answer answer = route.connect()
                .send(route.request("PUT", "/lost/kept", "Content-Length: 5"))
                .send("hello")
                .answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(heads("/lost/kept"))
                .hasSize(2)
                .allSatisfy(head -> assertThat(head).containsIgnoringCase("content-length: 5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void what_may_have_been_done_is_not_done_twice(String method) throws Exception {
        String target = "/lost/" + method;

        Answer answer = route.ask(method, target);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().get("code").asString()).isEqualTo("gateway_broke_off");
        assertThat(times(target)).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_no_http_is_no_lost_connection() throws Exception {
        Answer answer;
        try (HostileGateway strange = new HostileGateway(
                        folder.resolve("strange"), (_, wire) -> wire.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
                RouteByHand there = strange.route(folder.resolve("strange"))) {
            answer = there.ask("GET", "/strange");
            assertThat(strange.targets()).containsExactly("/strange");
        }

        assertThat(answer.status()).isEqualTo(502);
    }

    private static List<String> heads(String target) {
        return gateway.heads().stream()
                .filter(head -> head.contains(" " + target + " "))
                .toList();
    }
}
