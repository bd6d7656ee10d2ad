package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// First a workspace ends in the middle of an answer, then the gateway does; no answer is then taken for a whole one.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayGoesAwayIT extends WithLaptop {
    private static final long GIGABYTE = 1024L * 1024 * 1024;

    @Test
    @Order(1)
    void a_workspace_that_ends_in_the_middle_cuts_the_answer_off() throws IOException {
        try (PlainWire told = new PlainWire(laptop.port("dev"));
                PlainWire untold = new PlainWire(laptop.port("dev"))) {
            Head counted = told.send(atDev("/sandbox/bytes?n=" + GIGABYTE)).head();
            Head chunked = untold.send(atDev("/sandbox/sse?count=100000&ms=20")).head();

            company.dev().close();

            assertCutOff(told, counted);
            assertCutOff(untold, chunked);
        }
        Answer next = PlainWire.ask(laptop.port("dev"), atDev(ME));
        assertThat(next.status()).isEqualTo(503);
        assertThat(audited(next.head().requestId()).get("denial").asString()).isEqualTo("workspace_unreachable");
    }

    @Test
    @Order(2)
    void so_does_a_gateway_that_ends_and_an_upload_is_told_of_it() throws IOException {
        try (PlainWire down = connect();
                PlainWire up = connect()) {
            Head head =
                    down.send(request("GET", "/sandbox/bytes?n=" + GIGABYTE)).head();
            long before = company.prod().count();
            up.send(request("POST", "/sandbox/digest", "Content-Length: 1000")).send("abc");
            await("the upload").until(() -> company.prod().count() == before + 1);

            company.gateway().close();

            assertCutOff(down, head);
            Answer answer = up.answer();
            assertProblem(answer, 502, "gateway_broke_off");
            assertThat(answer.json().get("title").asString()).endsWith(" broke off its answer: the connection ended.");
            assertThat(audited(answer.head().requestId()).get("bytes_in").asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    @Order(3)
    void then_it_cannot_be_reached_and_clients_are_told_to_come_again() throws IOException {
        for (String method : new String[] {"GET", "POST"}) {
            Answer answer = ask(method, ME);

            assertProblem(answer, 503, "gateway_unreachable");
            assertThat(answer.head().field("Retry-After")).contains("5");
            JsonNode line = audited(answer.head().requestId());
            assertThat(line.get("problem").asString()).isEqualTo("gateway_unreachable");
            assertThat(line.get("status").asInt()).isEqualTo(503);
            assertThat(line.get("bytes_out").asInt()).isEqualTo(answer.body().length);
            assertThat(line.get("person").asString()).isEqualTo("alice@acme.example");
        }
    }

    private static void assertCutOff(PlainWire wire, Head head) {
        assertThatThrownBy(() -> wire.body(head).transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        JsonNode line = audited(head.requestId());
        assertThat(line.get("problem").asString()).isEqualTo("gateway_broke_off");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("bytes_out").asLong()).isBetween(1L, GIGABYTE - 1);
    }

    private static String atDev(String target) {
        return head("GET", target, "Host: 127.0.0.1:" + laptop.port("dev"), bearer(laptop.localKey("dev")));
    }
}
